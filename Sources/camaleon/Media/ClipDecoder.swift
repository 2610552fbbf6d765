import CamaleonImage
import Foundation

/// Decodes a clip into I420 frames of one size and a constant rate, through FFmpeg.
struct ClipDecoder {
    let width: Int
    let height: Int
    /// That of the frames it gives: the clip's matrix, limited range.
    let colorSpace: ColorSpace
    private let tool: Tool
    private let path: String

    /// Starts to decode; a clip with more pixels than `limit` is scaled down to fit.
    ///
    /// - Throws: a failure when FFmpeg is missing.
    init(
        of path: String,
        _ probe: MediaProbe,
        within limit: (width: Int, height: Int)
    ) throws(Failure) {
        let scale = min(
            1,
            Double(limit.width) / Double(probe.width),
            Double(limit.height) / Double(probe.height)
        )
        let scaled = (
            width: max(2, Int(Double(probe.width) * scale)),
            height: max(2, Int(Double(probe.height) * scale))
        )
        // Codecs with halved chroma take even sizes alone.
        (width, height) = (scaled.width & ~1, scaled.height & ~1)
        self.path = path

        // An unmarked clip is taken as players take it: by its height.
        let matrix = probe.matrix ?? (probe.height >= 720 ? .bt709 : .bt601)
        colorSpace = ColorSpace(matrix: matrix, isFullRange: false)
        let assumed = probe.matrix == nil ? "in_color_matrix=\(matrix.filterName):" : ""
        let filters = [
            "scale=\(scaled.width):\(scaled.height):\(assumed)out_color_matrix=\(matrix.filterName):out_range=tv",
            "crop=\(width):\(height):0:0", "setsar=1",
            // From zero, where the audio that is copied later begins as well.
            "fps=\(probe.frameRate):start_time=0", "format=yuv420p",
        ]
        tool = try Tool(
            .ffmpeg,
            [
                "-v", "error", "-nostdin", "-i", "file:\(path)", "-map", "0:v:0",
                "-vf", filters.joined(separator: ","), "-f", "rawvideo", "pipe:1",
            ]
        )
    }

    /// Reads the next frame into a buffer of its size; false at the end.
    ///
    /// - Throws: a failure when decoding stopped before the end.
    func read(into buffer: ByteBuffer) throws(Failure) -> Bool {
        let count = Frame.byteCount(width: width, height: height)
        precondition(buffer.count >= count, "a frame fits into its buffer")
        if tool.read(into: buffer.address, count: count) == count { return true }
        try tool.finish(orElse: .badData, "\(path) cannot be decoded")
        return false
    }
}

extension ColorSpace.Matrix {
    /// What FFmpeg's `scale` calls it.
    var filterName: String { self == .bt709 ? "bt709" : "bt601" }
    /// What FFmpeg's encoders call it.
    var codecName: String { self == .bt709 ? "bt709" : "smpte170m" }
}
