import Foundation

/// What an interruption removes.
///
/// A signal's handler may touch no object and call little but `unlink`.
@safe nonisolated(unsafe) private var interruptedPath: UnsafeMutablePointer<CChar>?

/// A file under a temporary name beside its own, which is removed unless it is finished: when the
/// command fails, and when it is interrupted.
///
/// A class because the file is removed once.
final class UnfinishedFile {
    /// Has the ending of the file's own name, from which FFmpeg takes the format.
    let temporaryPath: String
    private let path: String

    /// - Throws: a failure when no file can be created there.
    init(for path: String) throws(Failure) {
        let url = URL(filePath: path), folder = url.deletingLastPathComponent()
        let temporary = folder.appending(path: ".\(UUID().uuidString).\(url.pathExtension)").path(
            percentEncoded: false
        )
        Self.removeWhenInterrupted(temporary)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard !(exists && isFolder.boolValue), Self.create(temporary) else {
            throw Failure(
                .cannotCreate,
                "cannot write \(path): is its folder there, and yours to write in?"
            )
        }
        self.path = path
        temporaryPath = temporary
    }

    deinit {
        unlink(temporaryPath)
    }

    /// Before the file is there, so that no moment is left in which a signal would let it stay.
    ///
    /// The handlers stay: a name that is gone already is removed without harm.
    private static func removeWhenInterrupted(_ path: String) {
        free(interruptedPath)
        interruptedPath = strdup(path)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if let interruptedPath { unlink(interruptedPath) }
                // As shells count it.
                _exit(128 + number)
            }
        }
    }

    /// With the permissions that a new file has, which FileManager would narrow.
    private static func create(_ path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o666)
        return descriptor >= 0 && close(descriptor) == 0
    }

    /// Replaces whatever has the name.
    func giveName() throws(Failure) {
        guard rename(temporaryPath, path) == 0 else {
            throw Failure(
                .cannotCreate,
                "cannot write \(path): \(String(cString: strerror(errno)))"
            )
        }
    }
}
