import CamaleonImage
import Foundation

/// What ffprobe tells about a picture or a clip.
struct MediaProbe {
    /// As shown: rotated, with square pixels.
    let width: Int
    let height: Int
    let isPicture: Bool
    /// Frames a second, as FFmpeg writes a ratio.
    let frameRate: String
    let frameCount: Int?
    /// Nothing where the file does not say.
    let matrix: ColorSpace.Matrix?
    let hasAudio: Bool

    /// - Throws: a failure when the file is missing, or is neither a picture nor a clip.
    init(of path: String) throws(Failure) {
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Failure(.noInput, "cannot read \(path)")
        }
        let json = try Tool.output(
            of: .ffprobe,
            ["-v", "error", "-of", "json", "-show_format", "-show_streams", "file:\(path)"],
            orElse: .badData,
            "\(path) is neither a picture nor a clip that FFmpeg knows"
        )
        guard let report = try? JSONDecoder().decode(Report.self, from: json),
            let video = report.streams.first(where: { $0.codec_type == "video" }),
            let width = video.width, let height = video.height, width > 0, height > 0
        else { throw Failure(.badData, "\(path) has no picture in it") }

        let squared = Int(
            (Double(width) * Self.ratio(video.sample_aspect_ratio, ":", orElse: 1)).rounded()
        )
        (self.width, self.height) = video.isTurned ? (height, squared) : (squared, height)
        isPicture = report.format.isPicture
        let rates = [video.avg_frame_rate, video.r_frame_rate]
        let rate =
            rates.compactMap(\.self).first { 1...120 ~= Self.ratio($0, "/", orElse: 0) } ?? "30/1"
        frameRate = rate
        let duration = Double(video.duration ?? report.format.duration ?? "")
        frameCount =
            Int(video.nb_frames ?? "")
            ?? duration.map { Int(($0 * Self.ratio(rate, "/", orElse: 30)).rounded()) }
        matrix = Self.matrices[video.color_space ?? ""]
        hasAudio = report.streams.contains { $0.codec_type == "audio" }
    }

    private static let matrices: [String: ColorSpace.Matrix] = [
        "bt709": .bt709, "smpte170m": .bt601, "bt470bg": .bt601,
    ]

    /// The number that "a/b" stands for.
    private static func ratio(
        _ text: String?,
        _ separator: Character,
        orElse other: Double
    ) -> Double {
        let parts = (text ?? "").split(separator: separator).compactMap { Double($0) }
        guard parts.count == 2, parts[0] > 0, parts[1] > 0 else { return other }
        return parts[0] / parts[1]
    }
}

/// The part of ffprobe's JSON that is used, under its names.
private struct Report: Decodable {
    struct Stream: Decodable {
        struct SideData: Decodable {
            let rotation: Double?
        }

        let codec_type: String?
        let width: Int?
        let height: Int?
        let avg_frame_rate: String?
        let r_frame_rate: String?
        let nb_frames: String?
        let duration: String?
        let sample_aspect_ratio: String?
        let color_space: String?
        let side_data_list: [SideData]?

        /// Whether it is shown a quarter turned.
        var isTurned: Bool {
            let rotation = side_data_list?.compactMap(\.rotation).first ?? 0
            return Int(rotation.rounded()) % 180 != 0
        }
    }

    struct Format: Decodable {
        let format_name: String
        let duration: String?

        /// FFmpeg names what reads single pictures `image2`, `png_pipe`, `jpeg_pipe` and so on.
        var isPicture: Bool { format_name.hasPrefix("image2") || format_name.hasSuffix("_pipe") }
    }

    let streams: [Stream]
    let format: Format
}
