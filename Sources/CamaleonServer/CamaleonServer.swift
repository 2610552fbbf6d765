import CamaleonSignalling
import Foundation
import Hummingbird
public import Logging
import NIOCore
import ServiceLifecycle

/// The server of a call: the page, the rooms and their signalling.
///
/// It sees no media.
public struct CamaleonServer: Sendable {
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let hub: Hub
    /// The name of the network that the page gets.
    private let segmenter: String?

    public init(_ configuration: ServerConfiguration, logger: Logger) {
        self.init(configuration, logger: logger, hub: Hub(limits: configuration.limits))
    }

    init(_ configuration: ServerConfiguration, logger: Logger, hub: Hub) {
        self.configuration = configuration
        self.logger = logger
        self.hub = hub
        segmenter = Self.segmenter(in: configuration.assetsDirectory)
    }

    /// Serves until the process is told to stop, or the task is cancelled.
    ///
    /// - Parameter ready: Called with the address to open, once connections are accepted.
    /// - Throws: ``ServerError`` when it cannot start.
    public func run(ready: @escaping @Sendable (String) -> Void) async throws {
        try checkPage()
        let application = Application(
            router: router(),
            server: try configuration.httpServer(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port)
            ),
            onServerRunning: { channel in
                ready(configuration.address(port: channel.localAddress?.port))
            },
            logger: logger
        )
        // Stopped in the reverse order: first the hub ends the streams, then nothing keeps the
        // connections open. What lingers is cut off.
        var group = ServiceGroupConfiguration(
            services: [application, HubService(hub: hub)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(2)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerError(.addressInUse, place)
        } catch is IOError, is SocketAddressError, is SocketAddressError.UnknownHost {
            throw ServerError(.addressUnavailable, place)
        }
    }

    private var place: String { "\(configuration.host):\(configuration.port)" }

    /// All routes, and what surrounds them; the first middleware is the outermost.
    func router() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: RequestLog())
        router.add(middleware: Refusals())
        router.add(middleware: SameOrigin())

        router.resource("/health", [.get: health, .head: health])
        FileController(
            webDirectory: configuration.webDirectory,
            assetsDirectory: configuration.assetsDirectory
        ).addRoutes(to: router)

        let api = router.group("/api").add(middleware: AddressLimit(hub: hub))
        RoomController(
            hub: hub,
            cookies: SessionCookies(isSecure: configuration.tls != nil),
            iceServers: configuration.iceServers,
            bodyLimit: configuration.limits.bodyBytes
        ).addRoutes(to: api)
        // A path below /api is never a file, whatever is asked of it.
        api.resource("**", [.get: nothing, .head: nothing, .post: nothing])
        return router
    }

    @Sendable
    private func health(_ request: Request, _ context: ServerContext) async throws -> Response {
        var health = try await hub.health
        health.segmenter = segmenter
        return try .json(health)
    }

    @Sendable
    private func nothing(_ request: Request, _ context: ServerContext) throws -> Response {
        throw HTTPError(.notFound)
    }

    /// What `Scripts/build-wasm` wrote beside the network that it chose; nil where somebody else put it there.
    private static func segmenter(in assets: String) -> String? {
        struct Segmenter: Decodable { let name: String }
        guard let data = FileManager.default.contents(atPath: "\(assets)/segmenter.json") else {
            return nil
        }
        return try? JSONDecoder().decode(Segmenter.self, from: data).name
    }

    private func checkPage() throws(ServerError) {
        let page = "\(configuration.webDirectory)/index.html"
        guard FileIdentity(path: page) != nil else { throw ServerError(.pageMissing, page) }
    }
}

extension ServerConfiguration {
    /// What to type into a browser on this machine.
    func address(port actualPort: Int?) -> String {
        let scheme = tls == nil ? "http" : "https"
        // Browsers grant the camera to localhost without TLS, and to nothing else.
        let isLocal = ["127.0.0.1", "::1", "0.0.0.0", "::"].contains(host)
        let name = isLocal ? "localhost" : host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name):\(actualPort ?? port)"
    }
}
