/// The rules of one room, without sockets, clocks or tasks: events in, actions out.
///
/// The server owns one `Room` per room, feeds it what the network says and does what it answers.
/// Tests need neither a server nor a wait. The wire protocol is in `docs/protocol.md`.
public struct Room: Sendable {
    /// Something that the server must do now, in order.
    public enum Action: Equatable, Sendable {
        /// - Parameter id: Counts the relayed messages of one member; a welcome has the id of the
        ///   message before those that follow it, and other events have none.
        case send(ServerEvent, id: Int? = nil, over: StreamID)
        case end(StreamID)
    }

    /// Someone who asks to come in.
    public struct Newcomer: Sendable {
        public let id: MemberID
        public let name: MemberName
        public let secret: SessionSecret

        public init(id: MemberID, name: MemberName, secret: SessionSecret) {
            self.id = id
            self.name = name
            self.secret = secret
        }
    }

    private enum Presence {
        case connected(StreamID)
        /// No stream; gone for good when `deadline` passes.
        case absent(deadline: ContinuousClock.Instant)
    }

    private struct Member {
        let id: MemberID
        let name: MemberName
        let secret: SessionSecret
        var presence: Presence
        var mailbox: Mailbox

        var summary: ServerEvent.Member {
            ServerEvent.Member(member: id.rawValue, name: name.text)
        }

        var stream: StreamID? {
            if case .connected(let stream) = presence { stream } else { nil }
        }
    }

    private let limits: RoomLimits
    /// In the order of joining: the first is the host.
    private var present: [Member] = []
    /// When the last one left, or the room was opened; of meaning while nobody is here.
    private var emptySince: ContinuousClock.Instant

    public init(limits: RoomLimits, openedAt now: ContinuousClock.Instant) {
        self.limits = limits
        emptySince = now
    }
}

// MARK: What may be asked

extension Room {
    public var members: [ServerEvent.Member] { present.map(\.summary) }

    public var capacity: Int { limits.capacity }

    /// Whether nobody has been here for so long that the room is to be forgotten.
    public func isExpired(at now: ContinuousClock.Instant) -> Bool {
        present.isEmpty && emptySince.advanced(by: limits.emptyLifetime) <= now
    }

    /// The members whose credentials are among `credentials`, in the order of joining.
    public func members(proving credentials: [Credential]) -> [MemberID] {
        present.filter { member in
            credentials.contains { $0.member == member.id && member.secret.matches($0.secret) }
        }.map(\.id)
    }

    /// The member that a request speaks for: `claimed`, or who joined last of those it can prove.
    ///
    /// - Throws: ``Refusal/Code/noSession``.
    public func member(
        claimed: MemberID?,
        proving credentials: [Credential]
    ) throws(Refusal) -> MemberID {
        let proven = members(proving: credentials)
        guard let member = claimed ?? proven.last, proven.contains(member) else {
            throw Self.strangerRefusal
        }
        return member
    }

    private static let strangerRefusal = Refusal(
        .noSession,
        "You are not a member of this room. Join it first."
    )

    private func index(of member: MemberID) -> Int? {
        present.firstIndex { $0.id == member }
    }

    private func broadcast(_ event: ServerEvent) -> [Action] {
        present.compactMap { member in member.stream.map { .send(event, over: $0) } }
    }
}

// MARK: What may happen

extension Room {
    /// Someone joined; they have not opened a stream yet.
    ///
    /// - Parameters:
    ///   - newcomer: Who they are from now on.
    ///   - sameBrowser: Members that the newcomer's browser can speak for. Where the room is full
    ///     and one of them has lost their stream, that was the same person: they make room.
    ///   - now: The time.
    /// - Returns: What the others are told.
    /// - Throws: ``Refusal/Code/roomFull``.
    public mutating func join(
        _ newcomer: Newcomer,
        sameBrowser: [MemberID] = [],
        at now: ContinuousClock.Instant
    ) throws(Refusal) -> [Action] {
        var actions: [Action] = []
        if present.count >= limits.capacity {
            let ghost = present.first { sameBrowser.contains($0.id) && $0.stream == nil }
            guard let ghost else { throw Refusal(.roomFull, "The room is full.") }
            actions = depart(ghost.id, .vanished, at: now)
        }
        let member = Member(
            id: newcomer.id,
            name: newcomer.name,
            secret: newcomer.secret,
            presence: .absent(deadline: now.advanced(by: limits.firstStreamGrace)),
            mailbox: Mailbox(limit: limits.keptMessages, byteLimit: limits.keptBytes)
        )
        actions += broadcast(.arrived(member.summary))
        present.append(member)
        return actions
    }

    /// A member opened a stream: they hear the whole truth, then what they missed.
    ///
    /// - Parameters:
    ///   - stream: The new stream.
    ///   - member: Whose it is.
    ///   - lastReceived: The id of the last message that reached them, if they know it.
    /// - Returns: What to send over it, and the end of the one that it replaces.
    /// - Throws: ``Refusal/Code/noSession`` when the member has gone meanwhile.
    public mutating func open(
        _ stream: StreamID,
        for member: MemberID,
        after lastReceived: Int? = nil
    ) throws(Refusal) -> [Action] {
        guard let index = index(of: member) else { throw Self.strangerRefusal }
        var actions: [Action] = []
        if let old = present[index].stream {
            actions = [.send(.closing(.replaced), over: old), .end(old)]
        }
        present[index].presence = .connected(stream)
        let missed = present[index].mailbox.deliver(after: lastReceived)
        let welcome = ServerEvent.welcome(member: member, members: members)
        actions.append(.send(welcome, id: present[index].mailbox.precedingID, over: stream))
        actions += missed.map { .send($0.event, id: $0.id, over: stream) }
        return actions
    }

    /// A stream closed.
    ///
    /// One that was replaced meanwhile says nothing about its member.
    public mutating func close(_ stream: StreamID, at now: ContinuousClock.Instant) {
        guard let index = present.firstIndex(where: { $0.stream == stream }) else { return }
        present[index].presence = .absent(deadline: now.advanced(by: limits.grace))
    }

    /// Relays a message, at once or when its recipient is back.
    ///
    /// - Throws: ``Refusal/Code/noSession`` when the sender has gone meanwhile,
    ///   ``Refusal/Code/memberNotFound`` or ``Refusal/Code/mailboxFull``.
    public mutating func relay(
        _ message: ClientMessage,
        from sender: MemberID
    ) throws(Refusal) -> [Action] {
        guard self.index(of: sender) != nil else { throw Self.strangerRefusal }
        guard message.recipient != sender, let index = index(of: message.recipient) else {
            throw Refusal(.memberNotFound, "There is no such other member in this room.")
        }
        let event: ServerEvent =
            switch message.content {
            case .description(let description): .description(description, from: sender)
            case .candidate(let candidate): .candidate(candidate, from: sender)
            }
        let stream = present[index].stream
        let id = try present[index].mailbox.add(event, from: sender, sentNow: stream != nil)
        return stream.map { [.send(event, id: id, over: $0)] } ?? []
    }

    /// A member left on purpose.
    public mutating func leave(_ member: MemberID, at now: ContinuousClock.Instant) -> [Action] {
        depart(member, .left, at: now)
    }

    /// Time passed: whoever has had no stream for too long has vanished.
    public mutating func tick(at now: ContinuousClock.Instant) -> [Action] {
        let vanished = present.filter { member in
            if case .absent(let deadline) = member.presence { deadline <= now } else { false }
        }
        return vanished.flatMap { depart($0.id, .vanished, at: now) }
    }

    /// The server stops.
    public func shutDown() -> [Action] {
        present.compactMap(\.stream).flatMap { stream -> [Action] in
            [.send(.closing(.shutdown), over: stream), .end(stream)]
        }
    }

    private mutating func depart(
        _ member: MemberID,
        _ reason: ServerEvent.Departure,
        at now: ContinuousClock.Instant
    ) -> [Action] {
        guard let index = index(of: member) else { return [] }
        let gone = present.remove(at: index)
        for other in present.indices {
            present[other].mailbox.forget(member)
        }
        if present.isEmpty { emptySince = now }
        return (gone.stream.map { [.end($0)] } ?? []) + broadcast(.left(member, reason))
    }
}
