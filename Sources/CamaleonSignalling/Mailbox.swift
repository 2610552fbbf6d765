/// The messages for one member that may still have to be sent, oldest first.
///
/// A message stays after it was written to a stream, until newer ones push it out: a stream that
/// breaks may lose what was written last, and the browser then names the last one that it got.
struct Mailbox: Sendable {
    struct Entry: Equatable, Sendable {
        let id: Int
        let sender: MemberID
        let event: ServerEvent
        var isSent: Bool
    }

    private let limit: Int
    private let byteLimit: Int
    private var entries: [Entry] = []
    private var lastID = 0

    init(limit: Int, byteLimit: Int) {
        precondition(limit >= 1, "a mailbox holds at least one message")
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// Adds a message, and returns its id.
    ///
    /// - Throws: ``Refusal/Code/mailboxFull`` when nothing that was sent can make room.
    mutating func add(
        _ event: ServerEvent,
        from sender: MemberID,
        sentNow: Bool
    ) throws(Refusal) -> Int {
        var kept = entries
        while kept.count >= limit || kept.reduce(event.size, { $0 + $1.event.size }) > byteLimit {
            guard let oldest = kept.firstIndex(where: \.isSent) else {
                throw Refusal(
                    .mailboxFull,
                    "Too many messages wait for this member.",
                    retryAfter: .seconds(1)
                )
            }
            kept.remove(at: oldest)
        }
        entries = kept
        lastID += 1
        entries.append(Entry(id: lastID, sender: sender, event: event, isSent: sentNow))
        return lastID
    }

    /// Hands out what a new stream must be sent, and takes it as sent.
    ///
    /// - Parameter lastReceived: The id that the browser got last, where it says so; else only what
    ///   was never sent comes, for a description that comes twice breaks the negotiation.
    /// - Returns: Messages, oldest first.
    mutating func deliver(after lastReceived: Int?) -> [Entry] {
        if let lastReceived {
            entries.removeAll { $0.id <= lastReceived }
        } else {
            entries.removeAll(where: \.isSent)
        }
        for index in entries.indices {
            entries[index].isSent = true
        }
        return entries
    }

    /// The id before the first message that waits or may come again.
    ///
    /// A browser that has it can name the last message that reached it before any did.
    var precedingID: Int { (entries.first?.id ?? lastID + 1) - 1 }

    /// Drops what `sender` wrote: whoever has left has nothing to say.
    mutating func forget(_ sender: MemberID) {
        entries.removeAll { $0.sender == sender }
    }
}

extension ServerEvent {
    /// The bytes that a relayed message holds in memory, near enough for a limit.
    fileprivate var size: Int {
        switch self {
        case .description(let description, _): description.sdp.utf8.count
        case .candidate(let candidate, _): candidate?.candidate.utf8.count ?? 0
        case .welcome, .arrived, .left, .closing: 0
        }
    }
}
