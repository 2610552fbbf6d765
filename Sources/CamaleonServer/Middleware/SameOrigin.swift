import CamaleonSignalling
import HTTPTypes
import Hummingbird

/// Refuses a POST that another site made a browser send.
///
/// `SameSite=Strict` keeps the cookie out of such requests already; this keeps out those that need
/// no cookie, and covers a neighbour under the same site.
struct SameOrigin: RouterMiddleware {
    typealias Context = ServerContext

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard request.method != .post || Self.admits(request.head) else {
            throw Refusal(.crossOrigin, "Requests must come from this server's own page.")
        }
        return try await next(request, context)
    }

    /// Whether a request may change something.
    ///
    /// `Sec-Fetch-Site` is asked first, since our own `Referrer-Policy` makes `Origin` null in a
    /// beacon. A client that sends neither is not a browser, so that nobody steers it.
    ///
    /// Source: Fetch Metadata Request Headers, §2.4; Fetch, "append a request `Origin` header".
    static func admits(_ head: HTTPRequest) -> Bool {
        if let site = head.headerFields[.secFetchSite] { return site == "same-origin" }
        guard let origin = head.headerFields[.origin] else { return true }
        guard let authority = head.authority else { return false }
        return ["http://\(authority)", "https://\(authority)"].contains(origin.lowercased())
    }
}
