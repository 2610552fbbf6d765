import Hummingbird

/// Refuses an address that asks too often.
struct AddressLimit: RouterMiddleware {
    typealias Context = ServerContext

    let hub: Hub

    func handle(
        _ request: Request,
        context: ServerContext,
        next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        try await hub.admit(context.address)
        return try await next(request, context)
    }
}
