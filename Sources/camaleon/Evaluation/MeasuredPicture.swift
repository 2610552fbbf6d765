import CamaleonImage
import CamaleonMeasures
import CamaleonPipeline
import Foundation

extension Picture {
    /// Decodes a picture that the engine takes.
    ///
    /// - Throws: a failure when it is missing, or not a picture, or too large.
    init(forEngine path: String) throws(Failure) {
        try self.init(of: path, as: .rgba)
        guard FrameFormat.isValid(width: width, height: height) else {
            throw Failure(
                .badData,
                "\(path) has more than 1920×1080 pixels: the engine takes no more"
            )
        }
    }

    /// Decodes the mask of a picture: what is over 127 in it is the person.
    ///
    /// - Throws: a failure when it is missing, has another size than its picture, or means nothing: a
    ///   palette's colours are not shares of a person, and numbers of classes are next to black.
    init(
        maskAt path: String,
        of image: String,
        like picture: Picture,
        within limit: (width: Int, height: Int)? = nil
    ) throws(Failure) {
        guard !Self.hasPalette(path) else {
            throw Failure(
                .badData,
                "\(path) has a palette, whose colours are no mask: save it in greys, the person white"
            )
        }
        try self.init(of: path, as: .grey, within: limit)
        guard (width, height) == (picture.width, picture.height) else {
            throw Failure(
                .badData,
                """
                \(path) has \(width)×\(height) pixels, but \(image) has \
                \(picture.width)×\(picture.height)
                """
            )
        }
        let brightest = [UInt8](pixels).max() ?? 0
        guard brightest == 0 || brightest > 127 else {
            throw Failure(
                .badData,
                """
                \(path) has no value over \(brightest), and a person is what is over 127: save it with the \
                person white, 255, and the background black
                """
            )
        }
    }

    /// Whether a file is a PNG with a palette: colour type 3.
    ///
    /// Source: Portable Network Graphics (Third Edition), §5.2 and §11.2.1.
    /// <https://www.w3.org/TR/png-3/#11IHDR>
    private static func hasPalette(_ path: String) -> Bool {
        let file = FileHandle(forReadingAtPath: path)
        guard let start = try? file?.read(upToCount: 26), start.count == 26 else { return false }
        return start.starts(with: [0x89, 0x50, 0x4E, 0x47]) && start[25] == 3
    }

    /// Its values.
    ///
    /// - Precondition: its layout is grey.
    var grid: Grid<UInt8> { Grid(width: width, height: height, [UInt8](pixels)) }
}

extension Plane {
    /// Its values.
    var grid: Grid<UInt8> {
        var values = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            let row = row(y)
            for x in 0..<width { values[y * width + x] = row[x] }
        }
        return Grid(width: width, height: height, values)
    }
}

extension [UInt8] {
    /// A copy of a buffer's bytes.
    init(_ buffer: ByteBuffer) {
        self.init(UnsafeRawBufferPointer(start: buffer.address, count: buffer.count))
    }
}
