/// Names a room.
///
/// Whoever knows it may come in, so it is as good as a key and never logged.
public struct RoomID: Hashable, Sendable {
    /// How many random bytes a room's name is drawn from; each gives five bits, 100 in all.
    public static let entropyByteCount = 20

    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Five groups of four, such as `k7mq-2xwd-9fhe-00rt-ab3c`: short enough to read out.
    ///
    /// - Precondition: `entropy` has ``entropyByteCount`` bytes.
    public init(entropy: [UInt8]) {
        precondition(entropy.count == Self.entropyByteCount, "a room's name takes 20 random bytes")
        let letters = base32(entropy)
        let groups = stride(from: 0, to: letters.count, by: 4).map { start in
            String(letters[start..<start + 4])
        }
        rawValue = groups.joined(separator: "-")
    }
}

/// Names a member of one room, for the others to address.
public struct MemberID: Hashable, Sendable {
    /// How many random bytes a member's name is drawn from; each gives five bits, 80 in all.
    public static let entropyByteCount = 16

    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// - Precondition: `entropy` has ``entropyByteCount`` bytes.
    public init(entropy: [UInt8]) {
        precondition(
            entropy.count == Self.entropyByteCount,
            "a member's name takes 16 random bytes"
        )
        rawValue = String(base32(entropy))
    }
}

/// Names one event stream of one member: a reconnection is a new stream.
public struct StreamID: Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

/// What proves that a request comes from a member: 256 random bits that only their browser holds.
public struct SessionSecret: Sendable {
    public static let entropyByteCount = 32

    /// Sixty-four hexadecimal digits.
    public let text: String

    /// - Precondition: `entropy` has ``entropyByteCount`` bytes.
    public init(entropy: [UInt8]) {
        precondition(entropy.count == Self.entropyByteCount, "a secret takes 32 random bytes")
        let digits = Array("0123456789abcdef")
        text = String(entropy.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// Compares in a time that does not tell how many digits were right.
    func matches(_ candidate: String) -> Bool {
        let mine = Array(text.utf8)
        let theirs = Array(candidate.utf8)
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// What a request brings to show that it is a member's.
public struct Credential: Sendable {
    public let member: MemberID
    public let secret: String

    public init(member: MemberID, secret: String) {
        self.member = member
        self.secret = secret
    }
}

/// One letter for each byte, from its five low bits.
///
/// Crockford's alphabet, which leaves out the letters that are mistaken for others.
/// Source: Crockford, "Base 32". <https://www.crockford.com/base32.html>
private func base32(_ bytes: [UInt8]) -> [Character] {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    return bytes.map { alphabet[Int($0 & 31)] }
}
