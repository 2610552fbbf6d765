import Foundation

/// The file of the network that segments: chosen by name, or the best that is there.
struct SegmenterFile: Equatable {
    let name: String
    let path: String
    /// Whether it stands in for the default, which is missing.
    private(set) var isFallback = false

    /// The best whose data permits every use, then the one that is always there.
    ///
    /// `Scripts/build-wasm` chooses in the same order; others are chosen by their names alone.
    private static let defaults = ["selfie", "unet"]
    /// Our own are in the repository, others' are made by `Scripts/networks`.
    private static let folders = ["Models", ".build/networks"]

    /// - Parameter choice: a name, or the path of a model file; the best that is there if it is nil.
    /// - Throws: a failure when there is no such file.
    init(_ choice: String?) throws(Failure) {
        if let choice, choice.hasSuffix(".cml") || choice.contains("/") {
            (name, path) = (URL(filePath: choice).deletingPathExtension().lastPathComponent, choice)
            return
        }
        for name in choice.map({ [$0] }) ?? Self.defaults {
            let paths = Self.folders.map { "\($0)/\(name).cml" }
            if let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) {
                (self.name, self.path) = (name, path)
                isFallback = choice == nil && name != Self.defaults[0]
                return
            }
        }
        let folders = Self.folders.joined(separator: " and ")
        throw Failure(
            .noInput,
            "there is no network \(choice ?? "to segment with") in \(folders): run Scripts/networks, or give a .cml file"
        )
    }
}
