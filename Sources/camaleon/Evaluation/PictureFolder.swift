import Foundation

/// The pictures of a folder, in the order of their names.
struct PictureFolder {
    let paths: [String]

    /// - Throws: a failure when the folder cannot be read, or is empty.
    init(_ folder: String) throws(Failure) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder),
            !names.isEmpty
        else { throw Failure(.noInput, "cannot read pictures in the folder \(folder)") }
        paths = names.sorted().map { "\(folder)/\($0)" }
    }
}
