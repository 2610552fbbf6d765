import HTTPTypes
import Hummingbird

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
