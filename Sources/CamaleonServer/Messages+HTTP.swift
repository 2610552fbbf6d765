import CamaleonSignalling
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Reads the body of a request that must be JSON.
    ///
    /// - Throws: `Refusal` with `unsupportedMediaType` or `bodyTooLarge`.
    func jsonBody(limit: Int) async throws -> [UInt8] {
        let type = headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard type.trimmingCharacters(in: .whitespaces).lowercased() == "application/json" else {
            throw Refusal(.unsupportedMediaType, "Send the body as application/json.")
        }
        // Refused before it is read, where the request says how long it is.
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Refusal.bodyTooLarge
        }
        do {
            return Array(buffer: try await body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw Refusal.bodyTooLarge
        }
    }
}

extension Refusal {
    static let bodyTooLarge = Refusal(.bodyTooLarge, "The body is larger than this server takes.")
}

extension Response {
    static var empty: Response {
        Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    /// An answer that only its asker may keep.
    static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = ByteBuffer(bytes: try encoder.encode(value))
        return Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
