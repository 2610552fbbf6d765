import CamaleonImage
import Foundation

/// A decoded picture: `channels` bytes a pixel, rows without gaps.
struct Picture {
    /// What its bytes are.
    enum Layout: String {
        case rgba
        /// Full range.
        case grey = "gray"

        var channels: Int { self == .rgba ? 4 : 1 }
    }

    let width: Int
    let height: Int
    let pixels: ByteBuffer

    /// Decodes the first picture of a file, through FFmpeg.
    ///
    /// What has more pixels than `limit` is scaled down to fit; what has fewer is left.
    ///
    /// - Throws: a failure when the file is missing, or FFmpeg cannot read it.
    init(
        of path: String,
        as layout: Layout,
        within limit: (width: Int, height: Int)? = nil
    ) throws(Failure) {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Failure(.noInput, "cannot read \(path)")
        }
        var arguments = ["-v", "error", "-nostdin", "-i", "file:\(path)", "-frames:v", "1"]
        if let limit {
            let factor = "min(1\\,min(\(limit.width)/iw\\,\(limit.height)/ih))"
            arguments += [
                "-vf", "scale=max(1\\,trunc(iw*\(factor))):max(1\\,trunc(ih*\(factor))):flags=area",
            ]
        }
        // PAM says its size in front of the pixels.
        arguments += ["-pix_fmt", layout.rawValue, "-c:v", "pam", "-f", "image2pipe", "pipe:1"]
        let words = "\(path) is not a picture that FFmpeg can read"
        let bytes = try Tool.output(of: .ffmpeg, arguments, orElse: .badData, words)
        guard let picture = Self(pam: bytes, channels: layout.channels) else {
            throw Failure(.badData, words)
        }
        self = picture
    }

    /// Reads a PAM file of 8 bits a sample.
    ///
    /// Source: Netpbm, "pam". <https://netpbm.sourceforge.net/doc/pam.html>
    private init?(pam: Data, channels: Int) {
        guard let end = pam.range(of: Data("ENDHDR\n".utf8)) else { return nil }
        var fields: [Substring: Int] = [:]
        for line in String(decoding: pam[..<end.lowerBound], as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2 { fields[words[0]] = Int(words[1]) }
        }
        guard let width = fields["WIDTH"], let height = fields["HEIGHT"], width > 0, height > 0,
            fields["DEPTH"] == channels, fields["MAXVAL"] == 255
        else { return nil }
        let pixels = pam[end.upperBound...]
        guard pixels.count >= width * height * channels else { return nil }
        self.width = width
        self.height = height
        self.pixels = ByteBuffer(pixels.prefix(width * height * channels))
    }
}

extension Picture {
    /// The picture as a camera would give it.
    ///
    /// - Precondition: its layout is RGBA.
    func frame(_ colorSpace: ColorSpace) -> Frame {
        let camera = CameraInput(.rgba, width: width, height: height, colorSpace: colorSpace)
        camera.buffer.address.copyMemory(from: pixels.address, byteCount: pixels.count)
        camera.update()
        return camera.frame
    }
}
