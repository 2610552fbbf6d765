public import CamaleonSignalling

/// Everything that a server is told at its start.
public struct ServerConfiguration: Sendable {
    /// The files of a certificate, in PEM.
    public struct TLSFiles: Sendable {
        public let certificate: String
        public let key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    public var host: String
    /// Zero lets the system choose.
    public var port: Int
    /// The folder with index.html, served at `/`.
    public var webDirectory: String
    /// The folder with the engine and its model, served at `/assets/`.
    public var assetsDirectory: String
    public var tls: TLSFiles?
    public var iceServers: [ICEServer]
    public var limits = ServerLimits()

    public init(
        host: String,
        port: Int,
        webDirectory: String,
        assetsDirectory: String,
        tls: TLSFiles? = nil,
        iceServers: [ICEServer] = []
    ) {
        self.host = host
        self.port = port
        self.webDirectory = webDirectory
        self.assetsDirectory = assetsDirectory
        self.tls = tls
        self.iceServers = iceServers
    }
}

/// What one server, address or session may use up.
public struct ServerLimits: Sendable {
    public var room = RoomLimits()
    public var rooms = 1000
    public var bodyBytes = 64 * 1024
    /// Requests to `/api` from one address; a company may sit behind one.
    public var requestsPerAddress = RateLimit(burst: 300, perSecond: 50)
    /// Rooms opened from one address.
    public var roomsPerAddress = RateLimit(burst: 60, perSecond: 0.2)
    /// Messages of one session: two descriptions and their candidates at once, then a trickle.
    public var messagesPerSession = RateLimit(burst: 120, perSecond: 20)
    public var heartbeat: Duration = .seconds(10)

    public init() {}
}
