/// A film whose true matte is known: a figure moves from side to side in front of a background.
package struct ComposedFilm: Sendable {
    package static let width = 640
    package static let height = 480

    /// Where the figure is in each frame.
    package let places: [SideToSide.Place]
    private let figure: Figure
    private let background: [UInt8]

    /// A film in which the figure moves by `speed` pixels a frame; the background is RGBA, of the film's
    /// size.
    package init(of figure: Figure, in background: [UInt8], speed: Int) {
        precondition(background.count == 4 * Self.width * Self.height, "a background fills a frame")
        self.figure = figure
        self.background = background
        places =
            SideToSide(figureWidth: figure.width, frameWidth: Self.width, speed: speed)
            .places
    }

    /// A frame, RGBA, and its true matte; the figure stands on the lower edge.
    package func frame(_ place: SideToSide.Place) -> (rgba: [UInt8], truth: Grid<Float>) {
        var frame = background
        var alpha = [Float](repeating: 0, count: Self.width * Self.height)
        let top = Self.height - figure.height
        for y in 0..<figure.height {
            for x in 0..<figure.width {
                let from = 4 * (y * figure.width + x)
                let to = (top + y) * Self.width + place.left + x
                let share = Float(figure.rgba[from + 3]) / 255
                alpha[to] = share
                for channel in 0..<3 {
                    let mixed =
                        share * Float(figure.rgba[from + channel])
                        + (1 - share) * Float(frame[4 * to + channel])
                    frame[4 * to + channel] = UInt8(mixed.rounded())
                }
            }
        }
        return (frame, Grid(width: Self.width, height: Self.height, alpha))
    }
}

extension ComposedFilm {
    /// A grey wall.
    package static var wall: [UInt8] { [UInt8](repeating: 176, count: 4 * width * height) }

    /// A picture, RGBA, that covers the frame, what is too much of it cut off: nearest pixels.
    package static func background(_ picture: [UInt8], width: Int, height: Int) -> [UInt8] {
        let scale = min(Double(width) / Double(Self.width), Double(height) / Double(Self.height))
        func source(_ place: Int, _ side: Int, _ frameSide: Int) -> Int {
            let offset = (Double(place) + 0.5 - Double(frameSide) / 2) * scale
            return min(side - 1, max(0, Int(Double(side) / 2 + offset)))
        }
        var pixels = [UInt8](repeating: 255, count: 4 * Self.width * Self.height)
        for y in 0..<Self.height {
            let row = source(y, height, Self.height) * width
            for x in 0..<Self.width {
                let from = 4 * (row + source(x, width, Self.width)), to = 4 * (y * Self.width + x)
                for channel in 0..<3 { pixels[to + channel] = picture[from + channel] }
            }
        }
        return pixels
    }
}
