import Foundation
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What tells one state of a file from another without reading it.
struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
    let byteCount: Int
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int

    /// Nothing where there is no regular file.
    init?(path: String) {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        device = UInt64(information.st_dev)
        inode = UInt64(information.st_ino)
        byteCount = Int(information.st_size)
        #if canImport(Darwin)
        let modified = information.st_mtimespec
        #else
        let modified = information.st_mtim
        #endif
        modifiedSeconds = modified.tv_sec
        modifiedNanoseconds = modified.tv_nsec
    }

    /// Without quotes, as both representations build upon it.
    var tag: String {
        [modifiedSeconds, modifiedNanoseconds, byteCount]
            .map { String($0, radix: 36) }
            .joined(separator: "-") + "-" + String(inode, radix: 36)
    }
}

/// One file in memory, plain and compressed.
struct StaticFile: Sendable {
    /// One form in which it can be sent.
    struct Representation: Sendable {
        let body: ByteBuffer
        let entityTag: String
        let isCompressed: Bool
    }

    let identity: FileIdentity
    let plain: Representation
    /// Nothing where compression saves less than a tenth.
    let compressed: Representation?

    init(identity: FileIdentity, bytes: [UInt8]) {
        self.identity = identity
        plain = Representation(
            body: ByteBuffer(bytes: bytes),
            entityTag: "\"\(identity.tag)\"",
            isCompressed: false
        )
        compressed = gzip(bytes)
            .flatMap { $0.count * 10 < bytes.count * 9 ? $0 : nil }
            .map { compressed in
                Representation(
                    body: ByteBuffer(bytes: compressed),
                    entityTag: "\"\(identity.tag)-gzip\"",
                    isCompressed: true
                )
            }
    }

    func representation(gzipped: Bool) -> Representation {
        gzipped ? compressed ?? plain : plain
    }
}

/// Files that were asked for, kept as long as they stay the same on disk.
actor FileCache {
    private var files: [String: StaticFile] = [:]

    /// The file at `path`, or nothing where there is none that can be read.
    func file(at path: String) -> StaticFile? {
        // Looked at before it is read: a change during the reading then shows the next time.
        guard let identity = FileIdentity(path: path) else {
            files[path] = nil
            return nil
        }
        if let file = files[path], file.identity == identity { return file }
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let file = StaticFile(identity: identity, bytes: Array(data))
        files[path] = file
        return file
    }
}
