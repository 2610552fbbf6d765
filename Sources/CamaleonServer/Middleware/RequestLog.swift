import Hummingbird
import Logging

/// Notes what was asked and how it went, at level debug.
///
/// The route's pattern, never the path: a room's name is a key. No address, no header, no body.
struct RequestLog: RouterMiddleware {
    typealias Context = ServerContext

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        context.logger.debug(
            "request",
            metadata: [
                "method": "\(request.method)",
                "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)",
            ]
        )
        return response
    }
}
