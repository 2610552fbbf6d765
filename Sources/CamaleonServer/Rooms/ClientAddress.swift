import NIOCore

/// Where a request comes from, as far as rates are concerned; never logged.
///
/// One household or one phone holds a whole IPv6 network of 64 bits (RFC 6177, §2), so that only
/// that half counts.
struct ClientAddress: Hashable, Sendable {
    private let bytes: [UInt8]

    /// - Parameter address: Nothing where the connection has none, as in tests: those are all one.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let address):
            bytes = withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address):
            let all = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            // RFC 4291, §2.5.5.2: an IPv4 address that a dual-stack socket shows as IPv6.
            let mapped = all.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255])
            bytes = mapped ? Array(all.suffix(4)) : Array(all.prefix(8))
        case .unixDomainSocket, nil:
            bytes = []
        }
    }
}
