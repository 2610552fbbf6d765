/// Why a server could not start, and which file or address is concerned.
public struct ServerError: Error, Equatable, Sendable {
    public enum Reason: String, Sendable {
        case addressInUse = "address_in_use"
        case addressUnavailable = "address_unavailable"
        case pageMissing = "page_missing"
        case certificateUnreadable = "certificate_unreadable"
        case keyUnreadable = "key_unreadable"
        case certificateRefused = "certificate_refused"
        case badICEServer = "bad_ice_server"
    }

    public let reason: Reason
    /// The file, address or argument that was wrong.
    public let place: String

    public init(_ reason: Reason, _ place: String) {
        self.reason = reason
        self.place = place
    }
}

extension ServerError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .addressInUse:
            "\(place) is in use. Stop the other program, or choose another --port."
        case .addressUnavailable:
            "\(place) cannot be listened on. Check --host and --port."
        case .pageMissing:
            "\(place) is missing. Give the folder of the page with --web."
        case .certificateUnreadable:
            "\(place) cannot be read as a PEM certificate. Check --tls-certificate."
        case .keyUnreadable:
            "\(place) cannot be read as a PEM private key. Check --tls-key."
        case .certificateRefused:
            "\(place) cannot be used for TLS. Check that the key belongs to the certificate."
        case .badICEServer:
            "\(place) is not stun:HOST[:PORT] or turn:USER:PASSWORD@HOST[:PORT]."
        }
    }
}
