import Foundation

/// How far a clip is, on standard error, where that is a terminal.
struct ProgressBar {
    private static let width = 32

    private let total: Int?
    private let isShown = isatty(FileHandle.standardError.fileDescriptor) != 0

    /// - Parameter total: frames, where they are known.
    init(total: Int?) {
        self.total = total
    }

    func show(_ done: Int) {
        guard isShown else { return }
        FileHandle.standardError.write(Data("\r\(Self.line(done, of: total))".utf8))
    }

    func end() {
        if isShown { say("") }
    }

    /// The bar as text, of one length while the count has.
    static func line(_ done: Int, of total: Int?) -> String {
        guard let total, total > 0 else { return "\(done) frames" }
        // The count was an estimate; the bar never says more than all.
        let filled = min(width, done * width / total)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "[\(bar)] \(done) of \(max(done, total)) frames"
    }
}
