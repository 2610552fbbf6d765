import Foundation

/// The pictures of a folder that are measured.
struct PictureSet {
    struct Picture: Equatable {
        /// Without its ending.
        let name: String
        let path: String
    }

    let pictures: [Picture]

    /// Takes the pictures that an index lists, in its order, or without one all of the folder.
    ///
    /// Of an index, only those of `split` where one is given.
    ///
    /// - Throws: a failure when a file is missing, or when nothing is left to measure.
    init(_ folder: String, index: String?, split: String?) throws(Failure) {
        let files = try Self.files(in: folder)
        let names = try index.map { path throws(Failure) in try Self.names(in: path, split: split) }
        pictures = try (names ?? files.keys.sorted()).map { name throws(Failure) in
            guard let path = files[name] else {
                throw Failure(.noInput, "\(folder) has no picture \(name)")
            }
            return Picture(name: name, path: path)
        }
        guard !pictures.isEmpty else {
            throw Failure(
                .noInput,
                "no pictures to measure in \(index ?? folder)\(split.map { ", split \($0)" } ?? "")"
            )
        }
    }

    /// The pictures of a folder, by their names without ending.
    static func files(in folder: String) throws(Failure) -> [String: String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(.noInput, "cannot read the folder \(folder)")
        }
        var files: [String: String] = [:]
        for name in names where endings.contains(URL(filePath: name).pathExtension.lowercased()) {
            files[URL(filePath: name).deletingPathExtension().lastPathComponent] =
                "\(folder)/\(name)"
        }
        return files
    }

    private static let endings: Set = ["bmp", "jpeg", "jpg", "pgm", "png", "ppm", "webp"]

    /// The ids of an index, in its order.
    private static func names(in path: String, split: String?) throws(Failure) -> [String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure(.noInput, "cannot read the index \(path)")
        }
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let id = rows.first?.firstIndex(of: "id") else {
            throw Failure(.badData, "\(path) has no column id")
        }
        guard let split else { return rows.dropFirst().compactMap { id < $0.count ? $0[id] : nil } }
        guard let column = rows[0].firstIndex(of: "split") else {
            throw Failure(.badData, "\(path) has no column split")
        }
        return rows.dropFirst().compactMap {
            max(id, column) < $0.count && $0[column] == split ? $0[id] : nil
        }
    }
}
