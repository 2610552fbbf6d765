/// A message from one member to another, already checked against docs/protocol.md.
public struct ClientMessage: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
        case description(SessionDescription)
        /// No candidate means that there will be no more: RFC 8838, §13.
        case candidate(ICECandidate?)
    }

    public let recipient: MemberID
    public let content: Content

    public init(to recipient: MemberID, _ content: Content) {
        self.recipient = recipient
        self.content = content
    }
}

/// An SDP offer or answer, as `RTCSessionDescriptionInit` has it.
public struct SessionDescription: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
        case offer
        case answer
    }

    /// Descriptions with two tracks and a data channel take 5 to 10 KB.
    static let sdpByteLimit = 60 * 1024

    public let type: Kind
    public let sdp: String

    public init(type: Kind, sdp: String) {
        self.type = type
        self.sdp = sdp
    }

    func check() throws(Refusal) {
        guard !sdp.isEmpty, sdp.utf8.count <= Self.sdpByteLimit else {
            throw Refusal(.badMessage, "description.sdp must have 1 to 61440 bytes.")
        }
    }
}

/// An ICE candidate, as `RTCIceCandidateInit` has it.
public struct ICECandidate: Codable, Equatable, Sendable {
    enum CodingKeys: String, CodingKey {
        case candidate
        case sdpMid
        case sdpMLineIndex
        case usernameFragment
    }

    static let candidateByteLimit = 2048
    static let fieldByteLimit = 256

    public let candidate: String
    public let sdpMid: String?
    public let sdpMLineIndex: UInt16?
    public let usernameFragment: String?

    public init(
        candidate: String,
        sdpMid: String?,
        sdpMLineIndex: UInt16?,
        usernameFragment: String?
    ) {
        self.candidate = candidate
        self.sdpMid = sdpMid
        self.sdpMLineIndex = sdpMLineIndex
        self.usernameFragment = usernameFragment
    }

    func check() throws(Refusal) {
        guard candidate.utf8.count <= Self.candidateByteLimit else {
            throw Refusal(.badMessage, "candidate.candidate must have at most 2048 bytes.")
        }
        for (name, field) in [("sdpMid", sdpMid), ("usernameFragment", usernameFragment)] {
            guard (field?.utf8.count ?? 0) <= Self.fieldByteLimit else {
                throw Refusal(.badMessage, "candidate.\(name) must have at most 256 bytes.")
            }
        }
        // A browser throws a TypeError for such a candidate: WebRTC, §4.8.1.1.
        guard candidate.isEmpty || sdpMid != nil || sdpMLineIndex != nil else {
            throw Refusal(.badMessage, "candidate needs sdpMid or sdpMLineIndex.")
        }
    }
}
