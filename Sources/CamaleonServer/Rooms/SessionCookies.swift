import CamaleonSignalling
import Hummingbird

/// The cookies by which a browser shows which members it speaks for.
///
/// Each member has a cookie of their own, so that two tabs of one browser can be two people.
struct SessionCookies {
    private static let prefix = "camaleon-session-"
    /// More cookies than this belong to no honest browser.
    private static let limit = 16

    let isSecure: Bool

    /// What `request` brings, whether it is true or not.
    func credentials(in request: Request) -> [Credential] {
        let pairs = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
        let credentials = pairs.compactMap { pair -> Credential? in
            let parts = pair.drop(while: \.isWhitespace).split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].hasPrefix(Self.prefix) else { return nil }
            return Credential(
                member: MemberID(rawValue: String(parts[0].dropFirst(Self.prefix.count))),
                secret: String(parts[1])
            )
        }
        return Array(credentials.prefix(Self.limit))
    }

    /// Hands the browser its proof, for this room's requests alone.
    func set(_ secret: SessionSecret, for member: MemberID, of room: RoomID) -> String {
        cookie(Self.prefix + member.rawValue, secret.text, room, "")
    }

    /// Takes a proof back.
    func clear(_ member: MemberID, of room: RoomID) -> String {
        cookie(Self.prefix + member.rawValue, "", room, "; Max-Age=0")
    }

    /// Written by hand, so that its attributes are one line to read and to test.
    ///
    /// Source: RFC 6265bis, §4.1.
    private func cookie(
        _ name: String,
        _ value: String,
        _ room: RoomID,
        _ lifetime: String
    ) -> String {
        let secure = isSecure ? "; Secure" : ""
        let path = "/api/rooms/\(room.rawValue)"
        return "\(name)=\(value); Path=\(path)\(lifetime); HttpOnly; SameSite=Strict\(secure)"
    }
}
