#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// What comes in is read here, and nowhere else. Fields that docs/protocol.md does not name are
// ignored and never passed on.

extension ClientMessage {
    /// Reads the body of `POST …/messages`.
    ///
    /// - Throws: ``Refusal/Code/badJSON``, or ``Refusal/Code/badMessage`` which names the field.
    public init(json: [UInt8]) throws(Refusal) {
        let body: MessageBody = try decode(json)
        switch body.content {
        case .description(let description): try description.check()
        case .candidate(let candidate): try candidate?.check()
        }
        self.init(to: MemberID(rawValue: body.to), body.content)
    }
}

extension MemberName {
    /// Reads the body of `POST …/members`.
    ///
    /// - Throws: ``Refusal/Code/badJSON``, ``Refusal/Code/badMessage`` or ``Refusal/Code/badName``.
    public init(json: [UInt8]) throws(Refusal) {
        let body: JoinBody = try decode(json)
        try self.init(body.name)
    }
}

extension ICECandidate {
    /// Reads the index as any integer first: a number that is too large for its type would
    /// otherwise be called broken JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let index = try fields.decodeIfPresent(Int.self, forKey: .sdpMLineIndex)
        guard 0...Int(UInt16.max) ~= index ?? 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .sdpMLineIndex,
                in: fields,
                debugDescription: "not an unsigned short"
            )
        }
        self.init(
            candidate: try fields.decode(String.self, forKey: .candidate),
            sdpMid: try fields.decodeIfPresent(String.self, forKey: .sdpMid),
            sdpMLineIndex: index.map { UInt16($0) },
            usernameFragment: try fields.decodeIfPresent(String.self, forKey: .usernameFragment)
        )
    }
}

private struct JoinBody: Decodable {
    let name: String
}

private struct MessageBody: Decodable {
    enum Kind: String, Decodable {
        case description
        case candidate
    }

    enum CodingKeys: String, CodingKey {
        case to
        case kind
        case description
        case candidate
    }

    let to: String
    let content: ClientMessage.Content

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        to = try fields.decode(String.self, forKey: .to)
        switch try fields.decode(Kind.self, forKey: .kind) {
        case .description:
            content = .description(try fields.decode(SessionDescription.self, forKey: .description))
        case .candidate:
            // The key must be there even when its value is null, so that a message which forgot
            // its candidate does not end the gathering.
            content = .candidate(try fields.decode(ICECandidate?.self, forKey: .candidate))
        }
    }
}

/// Decodes `json`, and says in which field it is wrong.
private func decode<Body: Decodable>(_ json: [UInt8]) throws(Refusal) -> Body {
    do {
        return try JSONDecoder().decode(Body.self, from: Data(json))
    } catch let error as DecodingError {
        throw Refusal(describing: error)
    } catch {
        throw Refusal(.badJSON, "The body is not JSON.")
    }
}

extension Refusal {
    /// Names the field, never its value.
    fileprivate init(describing error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(.badMessage, "\(Self.path(context.codingPath + [key])) is missing.")
        case .typeMismatch(_, let context) where context.codingPath.isEmpty,
            .valueNotFound(_, let context) where context.codingPath.isEmpty:
            self.init(.badMessage, "The body is not a JSON object.")
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init(.badMessage, "\(Self.path(context.codingPath)) is of the wrong type.")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self.init(.badMessage, "\(Self.path(context.codingPath)) is not an allowed value.")
        case .dataCorrupted:
            self.init(.badJSON, "The body is not JSON.")
        @unknown default:
            self.init(.badJSON, "The body is not JSON.")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map(\.stringValue).joined(separator: ".")
    }
}
