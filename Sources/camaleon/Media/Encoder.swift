import CamaleonImage
import Foundation

/// Encodes I420 frames into a picture or a clip, through FFmpeg.
///
/// The file has its name once it is whole; until then, and after a failure, there is none.
final class Encoder {
    /// What can be written, by the ending of the file's name.
    enum Kind {
        case picture
        case clip(codec: [String])

        init?(path: String) {
            switch URL(filePath: path).pathExtension.lowercased() {
            case "png", "jpg", "jpeg": self = .picture
            case "mp4", "m4v", "mov": self = .clip(codec: Self.h264 + ["-movflags", "+faststart"])
            case "mkv": self = .clip(codec: Self.h264)
            case "webm":
                self = .clip(codec: [
                    "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-crf", "28",
                    "-b:v", "0",
                ])
            default: return nil
            }
        }

        private static let h264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18"]
    }

    private let tool: Tool
    private let file: UnfinishedFile
    private let words: String

    /// An encoder of one picture in BT.601, full range, which is what JPEG has.
    static func picture(at path: String, width: Int, height: Int) throws(Failure) -> Encoder {
        try Encoder(at: path, words: "cannot write \(path)") { temporary in
            rawVideo("yuvj420p", width: width, height: height, rate: "1")
                + ["-frames:v", "1", "-q:v", "2", "-update", "1", "file:\(temporary)"]
        }
    }

    /// An encoder of a clip with the audio of the file at `source`, as it is.
    static func clip(
        at path: String,
        codec: [String],
        like decoder: ClipDecoder,
        _ probe: MediaProbe,
        of source: String
    ) throws(Failure) -> Encoder {
        let matrix = decoder.colorSpace.matrix.codecName
        let words =
            probe.hasAudio
            ? "cannot write \(path): perhaps its format cannot hold the input's audio; .mkv holds any"
            : "cannot write \(path)"
        return try Encoder(at: path, words: words) { temporary in
            rawVideo("yuv420p", width: decoder.width, height: decoder.height, rate: probe.frameRate)
                + (probe.hasAudio
                    ? ["-i", "file:\(source)", "-map", "0:v", "-map", "1:a", "-c:a", "copy"] : [])
                + codec
                + [
                    "-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", matrix,
                    "-color_primaries", matrix, "-color_trc", matrix, "file:\(temporary)",
                ]
        }
    }

    private init(at path: String, words: String, _ arguments: (String) -> [String]) throws(Failure)
    {
        self.words = words
        file = try UnfinishedFile(for: path)
        tool = try Tool(
            .ffmpeg,
            ["-v", "error", "-nostdin", "-y"] + arguments(file.temporaryPath),
            readsInput: true
        )
    }

    /// Encodes one more frame, whose planes lie in the buffer without gaps.
    func write(_ buffer: ByteBuffer, count: Int) throws(Failure) {
        precondition(buffer.count >= count, "a frame lies in its buffer")
        guard tool.write(buffer.address, count: count) else {
            try tool.finish(orElse: .inputOutput, words)
            throw Failure(.inputOutput, words)
        }
    }

    /// Ends the file, and gives it its name.
    func finish() throws(Failure) {
        try tool.finish(orElse: .inputOutput, words)
        try file.giveName()
    }

    private static func rawVideo(
        _ format: String,
        width: Int,
        height: Int,
        rate: String
    ) -> [String] {
        [
            "-f", "rawvideo", "-pix_fmt", format, "-s", "\(width)x\(height)", "-r", rate, "-i",
            "pipe:0",
        ]
    }
}
