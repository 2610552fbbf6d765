/// Why a request was refused: a stable code for programs and a sentence for people.
///
/// A refused request has changed nothing.
public struct Refusal: Error, Equatable, Sendable {
    /// The codes of docs/protocol.md: never renamed, never reused.
    public enum Code: String, CaseIterable, Sendable {
        case badJSON = "bad_json"
        case badMessage = "bad_message"
        case badName = "bad_name"
        case badRequest = "bad_request"
        case noSession = "no_session"
        case crossOrigin = "cross_origin"
        case notFound = "not_found"
        case roomNotFound = "room_not_found"
        case memberNotFound = "member_not_found"
        case methodNotAllowed = "method_not_allowed"
        case roomFull = "room_full"
        case bodyTooLarge = "body_too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case tooManyRequests = "too_many_requests"
        case mailboxFull = "mailbox_full"
        case internalError = "internal_error"
        case tooManyRooms = "too_many_rooms"
        case shuttingDown = "shutting_down"
    }

    public let code: Code
    /// What was wrong and what to do; never holds what the request said.
    public let message: String
    /// When the same request may succeed, if that is known.
    public let retryAfter: Duration?

    public init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }
}
