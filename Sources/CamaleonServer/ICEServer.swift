#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A STUN or TURN server that browsers are told of, as `RTCIceServer` has it.
public struct ICEServer: Encodable, Equatable, Sendable {
    public let urls: [String]
    public let username: String?
    public let credential: String?

    /// Reads `stun:host:port` or `turn:user:password@host:port`, as the command line gives it.
    ///
    /// A TURN server needs a user and a password: browsers refuse the whole call without.
    ///
    /// - Throws: ``ServerError/Reason/badICEServer``.
    ///
    /// Source: RFC 7064 §3.1, RFC 7065 §3.1 (which leave the credentials to us).
    public init(argument: String) throws(ServerError) {
        let parts = argument.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let scheme = parts.first?.lowercased(), let rest = parts.last,
            rest.unicodeScalars.allSatisfy({ 0x21...0x7E ~= $0.value })
        else { throw ServerError(.badICEServer, argument) }

        switch scheme {
        case "stun", "stuns":
            urls = ["\(scheme):\(rest)"]
            username = nil
            credential = nil
        case "turn", "turns":
            // The last @: a password may hold one.
            guard let at = rest.lastIndex(of: "@") else {
                throw ServerError(.badICEServer, argument)
            }
            let account = rest[..<at].split(separator: ":", maxSplits: 1)
            let host = rest[rest.index(after: at)...]
            guard account.count == 2, !host.isEmpty else {
                throw ServerError(.badICEServer, "\(scheme):…@\(host)")
            }
            urls = ["\(scheme):\(host)"]
            username = account.first.map(String.init)
            credential = account.last.map(String.init)
        default:
            throw ServerError(.badICEServer, argument)
        }
    }
}
