import CamaleonSignalling
import HTTPTypes
import Hummingbird
import NIOCore

/// Serves the page and the engine's files.
struct FileController: Sendable {
    let webDirectory: String
    let assetsDirectory: String
    let cache = FileCache()

    func addRoutes(to router: some RouterMethods<ServerContext>) {
        router.resource("/", [.get: page, .head: page])
        router.resource("/r/:room", [.get: page, .head: page])
        router.resource("**", [.get: file, .head: file])
    }

    /// The page, which finds out for itself which room its address names.
    @Sendable
    private func page(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await respond(to: request, with: ["index.html"], in: webDirectory)
    }

    @Sendable
    private func file(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let path = StaticPath(uriPath: request.uri.path) else { throw Self.notFound }
        if path.components.first == "assets" {
            return try await respond(
                to: request,
                with: Array(path.components.dropFirst()),
                in: assetsDirectory
            )
        }
        return try await respond(to: request, with: path.components, in: webDirectory)
    }

    private func respond(
        to request: Request,
        with components: [String],
        in directory: String
    ) async throws -> Response {
        let path = ([directory] + components).joined(separator: "/")
        guard let name = components.last, let type = ContentType(fileName: name),
            let file = await cache.file(at: path)
        else { throw Self.notFound }
        return Self.response(to: request, file: file, type: type)
    }

    private static func response(
        to request: Request,
        file: StaticFile,
        type: ContentType
    ) -> Response {
        let gzipped = acceptsGzip(request.headers[.acceptEncoding])
        let representation = file.representation(gzipped: gzipped)
        var headers: HTTPFields = [
            .eTag: representation.entityTag,
            // Asked for every time, sent only when it changed: page, worker and engine must fit.
            .cacheControl: "no-cache",
            .vary: "Accept-Encoding",
        ]
        if matches(request.headers[.ifNoneMatch], tag: representation.entityTag) {
            var response = Response(status: .notModified, headers: headers)
            response.headers[.contentLength] = nil
            return response
        }
        headers[.contentType] = type.value
        headers[.contentEncoding] = representation.isCompressed ? "gzip" : nil
        headers[.contentLength] = String(representation.body.readableBytes)
        let body =
            request.method == .head
            ? ResponseBody() : ResponseBody(byteBuffer: representation.body)
        return Response(status: .ok, headers: headers, body: body)
    }

    private static let notFound = Refusal(.notFound, "There is nothing at this address.")
}
