#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a member is told over their event stream: the events of docs/protocol.md.
public enum ServerEvent: Equatable, Sendable {
    /// A member as the others see them.
    public struct Member: Codable, Equatable, Sendable {
        public let member: String
        public let name: String

        public init(member: String, name: String) {
            self.member = member
            self.name = name
        }
    }

    public enum Departure: String, Sendable {
        case left
        case vanished
    }

    public enum Closing: String, Sendable {
        case shutdown
        case replaced
    }

    case welcome(member: MemberID, members: [Member])
    case arrived(Member)
    case left(MemberID, Departure)
    case description(SessionDescription, from: MemberID)
    case candidate(ICECandidate?, from: MemberID)
    case closing(Closing)

    /// A comment, which says only that the stream lives.
    public static let heartbeat = ": heartbeat\n\n"

    public var name: String {
        switch self {
        case .welcome: "welcome"
        case .arrived: "arrived"
        case .left: "left"
        case .description: "description"
        case .candidate: "candidate"
        case .closing: "closing"
        }
    }

    /// The event as lines of an event stream.
    ///
    /// - Parameter id: What the browser repeats as `Last-Event-ID` when it reconnects.
    /// - Returns: An optional id, the name, one line of data, and the empty line that ends them.
    /// - Throws: `EncodingError`, which none of these strings and numbers causes.
    ///
    /// Source: HTML, "Server-sent events", §9.2.5 and 9.2.6. <https://html.spec.whatwg.org/>
    public func lines(id: Int? = nil) throws -> String {
        let idLine = id.map { "id: \($0)\n" } ?? ""
        return "\(idLine)event: \(name)\ndata: \(try json())\n\n"
    }

    /// The data, on one line: JSON escapes every line break.
    func json() throws -> String {
        switch self {
        case .welcome(let member, let members):
            try encode(Welcome(member: member.rawValue, members: members))
        case .arrived(let member):
            try encode(member)
        case .left(let member, let reason):
            try encode(["member": member.rawValue, "reason": reason.rawValue])
        case .description(let description, let sender):
            try encode(DescriptionFrom(from: sender.rawValue, description: description))
        case .candidate(let candidate, let sender):
            try encode(CandidateFrom(from: sender.rawValue, candidate: candidate))
        case .closing(let reason):
            try encode(["reason": reason.rawValue])
        }
    }
}

private struct Welcome: Encodable {
    let member: String
    let members: [ServerEvent.Member]
}

private struct DescriptionFrom: Encodable {
    let from: String
    let description: SessionDescription
}

private struct CandidateFrom: Encodable {
    enum CodingKeys: String, CodingKey {
        case from
        case candidate
    }

    let from: String
    let candidate: ICECandidate?

    /// Writes null where the synthesised encoder would leave the key out.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(from, forKey: .from)
        try fields.encode(candidate, forKey: .candidate)
    }
}

private func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
