/// The way of a figure that rests, moves to the right, rests, and moves back.
package struct SideToSide: Sendable, Equatable {
    /// A frame's.
    package struct Place: Sendable, Equatable {
        /// Pixels from the frame's left edge to the figure's.
        package let left: Int
        /// Since the frame before.
        package let direction: MotionMeasures.Direction
    }

    package let places: [Place]

    /// Frames of each rest: until any temporal smoothing has settled.
    private static let rest = 10
    /// A second.
    private static let longestWay = 30

    /// Moves by `speed` pixels a frame, about the frame's middle, for a second or as far as it can.
    ///
    /// - Precondition: the figure has room for one step.
    package init(figureWidth: Int, frameWidth: Int, speed: Int) {
        let steps = min(Self.longestWay, (frameWidth - figureWidth) / speed)
        precondition(speed > 0 && steps > 0, "there is room to move")
        let left = (frameWidth - figureWidth - steps * speed) / 2, right = left + steps * speed
        let restLeft = [Place](repeating: Place(left: left, direction: .rest), count: Self.rest)
        let restRight = [Place](repeating: Place(left: right, direction: .rest), count: Self.rest)
        let there = (1...steps).map { Place(left: left + $0 * speed, direction: .right) }
        let back = (1...steps).map { Place(left: right - $0 * speed, direction: .left) }
        places = restLeft + there + restRight + back
    }
}
