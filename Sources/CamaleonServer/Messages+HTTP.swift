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
    static let bodyTooLarge = Refusal(.bodyTooLarge, "The body is over 64 KiB.")
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

extension RouterMethods where Context == ServerContext {
    typealias Handler = @Sendable (Request, ServerContext) async throws -> Response

    /// Adds a path with all that it answers to; every other method is refused by name.
    func resource(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        let allowed = handlers.keys.map(\.rawValue).sorted().joined(separator: ", ")
        for method in HTTPRequest.Method.understood {
            on(path, method: method) { request, context -> Response in
                guard let handler = handlers[method] else {
                    throw MethodRefusal(allowed: allowed)
                }
                return try await handler(request, context)
            }
        }
    }
}

/// A method that a path does not answer to.
struct MethodRefusal: Error {
    /// As the `Allow` header has it: RFC 9110, §10.2.1.
    let allowed: String
}

extension HTTPRequest.Method {
    /// Whatever else may come is refused before it is routed.
    static let understood: [HTTPRequest.Method] = [.get, .head, .post]
}
