import HTTPTypes

extension HTTPField.Name {
    static let accelBuffering = registered("X-Accel-Buffering")
    static let crossOriginEmbedderPolicy = registered("Cross-Origin-Embedder-Policy")
    static let crossOriginOpenerPolicy = registered("Cross-Origin-Opener-Policy")
    static let lastEventID = registered("Last-Event-ID")
    static let permissionsPolicy = registered("Permissions-Policy")
    static let referrerPolicy = registered("Referrer-Policy")
    static let secFetchSite = registered("Sec-Fetch-Site")

    private static func registered(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("\(name) is not a token")
        }
        return name
    }
}
