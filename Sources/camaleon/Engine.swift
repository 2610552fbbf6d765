import CamaleonImage
import CamaleonPipeline
import Foundation

extension Pipeline {
    /// A pipeline with the network of a file.
    convenience init(segmentingWith file: SegmenterFile) throws(Failure) {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw Failure(
                .noInput,
                "cannot read the network \(file.path): give another with --network"
            )
        }
        self.init()
        do {
            try load(.segmenter, model: [UInt8](data))
        } catch {
            throw Failure(.badData, "\(file.path): \(error)")
        }
    }
}

extension Pipeline {
    /// Reads a face network out of a file.
    func load(_ kind: NetworkKind, at path: String) throws(Failure) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                .noInput,
                "cannot read the face network \(path): Scripts/networks makes it"
            )
        }
        do {
            try load(kind, model: [UInt8](data))
        } catch {
            throw Failure(.badData, "\(path): \(error)")
        }
    }
}

extension ByteBuffer {
    /// A copy of bytes.
    convenience init(_ bytes: some Collection<UInt8>) {
        self.init(count: bytes.count)
        UnsafeMutableRawBufferPointer(start: address, count: count).copyBytes(from: bytes)
    }
}
