/// Somebody without a background: what moves in a ``ComposedFilm``.
package struct Figure: Sendable {
    package let width: Int
    package let height: Int
    /// Red, green, blue and alpha of each pixel, straight.
    let rgba: [UInt8]

    /// No figure is larger: it leaves room to move.
    package static let limit = (width: 320, height: 400)

    /// Cuts the person of a mask out of a picture, RGBA, of the mask's size.
    package init(of picture: [UInt8], mask: Grid<UInt8>) {
        precondition(picture.count == 4 * mask.values.count, "a mask has its picture's size")
        precondition(mask.width <= Self.limit.width && mask.height <= Self.limit.height, "room")
        (width, height) = (mask.width, mask.height)
        var pixels = picture
        for (pixel, alpha) in mask.values.enumerated() { pixels[4 * pixel + 3] = alpha }
        rgba = pixels
    }

    /// Draws somebody, so that no picture is needed: head and shoulders.
    package init() {
        (width, height) = (280, 380)
        var pixels = [UInt8](repeating: 0, count: 4 * width * height)
        for pixel in 0..<width * height {
            let x = Double(pixel % width) + 0.5, y = Double(pixel / width) + 0.5
            // The last shape that a pixel is in is on top.
            guard let shape = Self.shapes.last(where: { $0.contains(x, y) }) else { continue }
            pixels[4 * pixel] = shape.color.red
            pixels[4 * pixel + 1] = shape.color.green
            pixels[4 * pixel + 2] = shape.color.blue
            pixels[4 * pixel + 3] = 255
        }
        rgba = pixels
    }
}

extension Figure {
    /// An ellipse of one colour, in pixels.
    private struct Shape {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
        let color: (red: UInt8, green: UInt8, blue: UInt8)

        func contains(_ x: Double, _ y: Double) -> Bool {
            let across = (x - self.x) / (width / 2), down = (y - self.y) / (height / 2)
            return across * across + down * down <= 1
        }
    }

    /// Hair, shoulders, neck, face, eyes with pupils, nose and mouth.
    private static let shapes = [
        Shape(x: 140, y: 105, width: 164, height: 206, color: (52, 36, 28)),
        Shape(x: 140, y: 400, width: 276, height: 300, color: (38, 52, 92)),
        Shape(x: 140, y: 235, width: 70, height: 110, color: (196, 148, 122)),
        Shape(x: 140, y: 122, width: 126, height: 172, color: (222, 176, 150)),
        Shape(x: 112, y: 112, width: 26, height: 12, color: (246, 244, 240)),
        Shape(x: 168, y: 112, width: 26, height: 12, color: (246, 244, 240)),
        Shape(x: 112, y: 112, width: 11, height: 11, color: (40, 30, 26)),
        Shape(x: 168, y: 112, width: 11, height: 11, color: (40, 30, 26)),
        Shape(x: 140, y: 142, width: 18, height: 26, color: (204, 154, 128)),
        Shape(x: 140, y: 176, width: 46, height: 14, color: (168, 78, 76)),
    ]
}
