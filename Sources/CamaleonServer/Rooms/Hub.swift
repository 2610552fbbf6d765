import CamaleonSignalling

/// Where requests meet the rules: owns all rooms and all open event streams.
///
/// Each method is one step: the rules change and their actions are done before the next one starts,
/// so that every stream tells things in the order in which they happened. Nothing here awaits.
actor Hub {
    private let limits: ServerLimits
    private let now: @Sendable () -> ContinuousClock.Instant
    private let entropy: @Sendable (Int) -> [UInt8]

    private var lobby: Lobby
    private var streams: [StreamID: AsyncStream<String>.Continuation] = [:]
    private var lastStream = 0
    private var lastHeartbeat: ContinuousClock.Instant
    private var isStopping = false

    private var requests: RateLimiter<ClientAddress>
    private var openings: RateLimiter<ClientAddress>
    private var messages: RateLimiter<MemberID>

    /// - Parameters:
    ///   - limits: What may be used up.
    ///   - now: The time; tests choose it.
    ///   - entropy: So many random bytes; tests choose them.
    init(
        limits: ServerLimits,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        entropy: @escaping @Sendable (Int) -> [UInt8] = randomBytes
    ) {
        self.limits = limits
        self.now = now
        self.entropy = entropy
        lobby = Lobby(roomLimit: limits.rooms, limits: limits.room)
        lastHeartbeat = now()
        requests = RateLimiter(limits.requestsPerAddress)
        openings = RateLimiter(limits.roomsPerAddress)
        messages = RateLimiter(limits.messagesPerSession)
    }
}

// MARK: Requests

extension Hub {
    struct Health: Encodable, Equatable {
        let status: String
        let rooms: Int
        let members: Int
        let streams: Int
        /// The network that the page gets, which the hub does not know.
        var segmenter: String?
    }

    /// A member who just joined, and the secret that proves it.
    struct Admission {
        let member: MemberID
        let secret: SessionSecret
        let members: [ServerEvent.Member]
        /// Credentials of the same browser that are of no use any more.
        let expired: [MemberID]
    }

    var health: Health {
        get throws(Refusal) {
            try refuseWhenStopping()
            return Health(
                status: "ok",
                rooms: lobby.roomCount,
                members: lobby.memberCount,
                streams: streams.count
            )
        }
    }

    /// Counts a request of `address`.
    func admit(_ address: ClientAddress) throws(Refusal) {
        try refuseWhenStopping()
        try requests.admit(address, at: now())
    }

    func openRoom(for address: ClientAddress) throws(Refusal) -> RoomID {
        try openings.admit(address, at: now())
        let room = RoomID(entropy: entropy(RoomID.entropyByteCount))
        try lobby.open(room, at: now())
        return room
    }

    func room(_ id: RoomID) throws(Refusal) -> Room {
        try lobby.room(id)
    }

    func join(
        _ id: RoomID,
        as name: MemberName,
        holding credentials: [Credential]
    ) throws(Refusal) -> Admission {
        let newcomer = Room.Newcomer(
            id: MemberID(entropy: entropy(MemberID.entropyByteCount)),
            name: name,
            secret: SessionSecret(entropy: entropy(SessionSecret.entropyByteCount))
        )
        let before = try lobby.room(id).members(proving: credentials)
        let (actions, room) = try lobby.update(id) { room throws(Refusal) in
            (try room.join(newcomer, sameBrowser: before, at: now()), room)
        }
        perform(actions)
        let after = room.members(proving: credentials)
        return Admission(
            member: newcomer.id,
            secret: newcomer.secret,
            members: room.members,
            expired: credentials.map(\.member).filter { !after.contains($0) }
        )
    }

    /// The member that a request speaks for.
    func member(
        of id: RoomID,
        claimed: MemberID?,
        holding credentials: [Credential]
    ) throws(Refusal) -> MemberID {
        try lobby.room(id).member(claimed: claimed, proving: credentials)
    }

    func relay(_ message: ClientMessage, from member: MemberID, in id: RoomID) throws(Refusal) {
        let actions = try lobby.update(id) { room throws(Refusal) in
            try room.relay(message, from: member)
        }
        perform(actions)
    }

    /// Counts a message of `member`, before its body is read.
    func admitMessage(of member: MemberID) throws(Refusal) {
        try messages.admit(member, at: now())
    }

    func leave(_ id: RoomID, _ member: MemberID) throws(Refusal) {
        let actions = try lobby.update(id) { room in room.leave(member, at: now()) }
        perform(actions)
    }

    private func refuseWhenStopping() throws(Refusal) {
        guard !isStopping else {
            throw Refusal(.shuttingDown, "The server is stopping.", retryAfter: .seconds(5))
        }
    }
}

// MARK: Streams

extension Hub {
    /// Opens an event stream; it ends when the hub ends it, or when nobody reads it any more.
    ///
    /// - Parameters:
    ///   - member: Whose stream it is.
    ///   - id: Their room.
    ///   - lastReceived: The id of the last message that the browser got, if it says so.
    /// - Returns: The stream, which already holds its first events.
    /// - Throws: ``Refusal/Code/roomNotFound``, ``Refusal/Code/noSession`` or
    ///   ``Refusal/Code/shuttingDown``.
    func openStream(
        of member: MemberID,
        in id: RoomID,
        after lastReceived: Int?
    ) throws(Refusal) -> EventStream {
        try refuseWhenStopping()
        lastStream += 1
        let stream = StreamID(rawValue: lastStream)
        let actions = try lobby.update(id) { room throws(Refusal) in
            try room.open(stream, for: member, after: lastReceived)
        }
        // A reader that falls this far behind has vanished: see `write`.
        let capacity = limits.room.keptMessages * 2
        let (text, continuation) = AsyncStream<String>.makeStream(
            bufferingPolicy: .bufferingOldest(capacity)
        )
        continuation.onTermination = { [weak self] _ in
            // The one way in which a stream ends, also when its response was never written.
            Task { await self?.streamEnded(stream, in: id) }
        }
        streams[stream] = continuation
        perform(actions)
        return EventStream(text: text, end: { continuation.finish() })
    }

    private func streamEnded(_ stream: StreamID, in id: RoomID) {
        streams[stream] = nil
        lobby.close(stream, in: id, at: now())
    }

    private func perform(_ actions: [Room.Action]) {
        for action in actions {
            switch action {
            case .send(let event, let id, let stream): send(event, id: id, over: stream)
            case .end(let stream): streams.removeValue(forKey: stream)?.finish()
            }
        }
    }

    private func send(_ event: ServerEvent, id: Int?, over stream: StreamID) {
        guard let lines = try? event.lines(id: id) else {
            streams[stream]?.finish()
            return
        }
        write(lines, over: stream)
    }

    /// Ends a stream whose reader does not keep up: the browser then reconnects, and hears the
    /// whole truth.
    private func write(_ lines: String, over stream: StreamID) {
        guard let continuation = streams[stream] else { return }
        guard case .enqueued = continuation.yield(lines) else {
            continuation.finish()
            return
        }
    }
}

// MARK: Time

extension Hub {
    /// Time passed: who is gone is gone, streams show that they live, limits are forgotten.
    func tick() {
        let now = now()
        perform(lobby.tick(at: now))
        requests.forgetTheIdle(at: now)
        openings.forgetTheIdle(at: now)
        messages.forgetTheIdle(at: now)
        guard lastHeartbeat.advanced(by: limits.heartbeat) <= now else { return }
        lastHeartbeat = now
        for stream in streams.keys {
            write(ServerEvent.heartbeat, over: stream)
        }
    }

    /// Tells everyone that the server stops, ends their streams and refuses what comes after.
    func shutDown() {
        isStopping = true
        perform(lobby.shutDown())
    }
}

/// Bytes from the system's generator, which is made for secrets.
@Sendable
func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
