/// Which pixels of a clip are still, frame after frame.
///
/// A pixel comes to rest with a value of luma, and is still once it has stayed within ``tolerance`` of that
/// value for ``window`` frames; when it leaves, it comes to rest anew.
package struct StillPixels: Sendable {
    /// Of 255: what a webcam's noise and a codec leave of a wall.
    package static let tolerance = 6
    /// Frames: a third of a second.
    package static let window = 10

    private var restingLuma: [UInt8] = []
    private var framesAtRest: [Int] = []

    package init() {}

    /// Looks at the next frame; all are of one size.
    package mutating func add(_ luma: Grid<UInt8>) {
        guard !restingLuma.isEmpty else {
            restingLuma = luma.values
            framesAtRest = luma.values.map { _ in 0 }
            return
        }
        precondition(luma.values.count == restingLuma.count, "frames of one size")
        for index in luma.values.indices {
            let value = luma.values[index]
            if abs(Int(value) - Int(restingLuma[index])) <= Self.tolerance {
                framesAtRest[index] += 1
            } else {
                restingLuma[index] = value
                framesAtRest[index] = 0
            }
        }
    }

    /// Whether each pixel is still in the last frame, row by row.
    package var isStill: [Bool] { framesAtRest.map { $0 >= Self.window } }
}
