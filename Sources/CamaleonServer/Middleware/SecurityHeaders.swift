import HTTPTypes
import Hummingbird

/// Puts on every response what a browser may not do with it.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ServerContext

    /// No third party, no inline code, no frames; WebAssembly, and pictures that the page makes.
    static let contentSecurityPolicy = [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    static let permissionsPolicy = [
        "camera=(self)",
        "microphone=(self)",
        "display-capture=()",
        "geolocation=()",
        "payment=()",
        "usb=()",
        "serial=()",
    ].joined(separator: ", ")

    static let fields: HTTPFields = [
        .contentSecurityPolicy: contentSecurityPolicy,
        // Together these isolate the page, which shared memory in WebAssembly asks for.
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginEmbedderPolicy: "require-corp",
        .crossOriginResourcePolicy: "same-origin",
        .xContentTypeOptions: "nosniff",
        // A room's address is its key: no other site is told where somebody came from.
        .referrerPolicy: "no-referrer",
        .permissionsPolicy: permissionsPolicy,
    ]

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.fields {
            response.headers[field.name] = field.value
        }
        return response
    }
}
