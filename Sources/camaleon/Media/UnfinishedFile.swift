import Foundation

/// A file under a temporary name beside its own, which is removed unless it is finished: when the
/// command fails, and when it is interrupted.
///
/// A class because the file is removed once.
final class UnfinishedFile {
    /// Has the ending of the file's own name, from which FFmpeg takes the format.
    let temporaryPath: String
    private let path: String
    private let interruptions: [any DispatchSourceSignal]

    /// - Throws: a failure when no file can be created there.
    init(for path: String) throws(Failure) {
        let url = URL(filePath: path), folder = url.deletingLastPathComponent()
        let temporary = folder.appending(path: ".\(UUID().uuidString).\(url.pathExtension)").path(
            percentEncoded: false
        )
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
        interruptions = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                unlink(temporary)
                // As shells count it.
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    deinit {
        interruptions.forEach { $0.cancel() }
        unlink(temporaryPath)
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
