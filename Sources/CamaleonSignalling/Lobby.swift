/// What one room allows.
public struct RoomLimits: Equatable, Sendable {
    public var capacity = 2
    /// How long a member may be without a stream before they have vanished.
    public var grace: Duration = .seconds(5)
    /// The same for a newcomer, whose page still loads.
    public var firstStreamGrace: Duration = .seconds(15)
    /// Messages kept for one member; gathering takes about twenty.
    public var keptMessages = 64
    /// Together they may not be larger than this, so that a server's memory has a bound.
    public var keptBytes = 256 * 1024
    /// How long a room without anybody is remembered, so that a link can be sent ahead.
    public var emptyLifetime: Duration = .seconds(3600)

    public init() {}
}

/// All rooms of a server, as a value.
public struct Lobby: Sendable {
    private let roomLimit: Int
    private let limits: RoomLimits
    private var rooms: [RoomID: Room] = [:]

    public init(roomLimit: Int, limits: RoomLimits) {
        precondition(roomLimit >= 1, "a lobby has room for a room")
        self.roomLimit = roomLimit
        self.limits = limits
    }

    public var roomCount: Int { rooms.count }

    public var memberCount: Int { rooms.values.reduce(0) { $0 + $1.members.count } }

    /// Opens a room that nobody is in yet.
    ///
    /// - Throws: ``Refusal/Code/tooManyRooms``.
    public mutating func open(_ id: RoomID, at now: ContinuousClock.Instant) throws(Refusal) {
        guard rooms.count < roomLimit else {
            throw Refusal(
                .tooManyRooms,
                "This server has no free room. Try again later.",
                retryAfter: .seconds(60)
            )
        }
        precondition(rooms[id] == nil, "two rooms drew the same 100 random bits")
        rooms[id] = Room(limits: limits, openedAt: now)
    }

    /// Reads a room.
    ///
    /// - Throws: ``Refusal/Code/roomNotFound``.
    public func room(_ id: RoomID) throws(Refusal) -> Room {
        guard let room = rooms[id] else {
            throw Refusal(.roomNotFound, "There is no such room. Start a new call.")
        }
        return room
    }

    /// Changes a room; where `change` throws, the room stays as it was.
    ///
    /// - Throws: ``Refusal/Code/roomNotFound``, and what `change` throws.
    public mutating func update<Value>(
        _ id: RoomID,
        _ change: (inout Room) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        var room = try room(id)
        let value = try change(&room)
        rooms[id] = room
        return value
    }

    /// A stream of a room closed; the room may be gone already.
    public mutating func close(
        _ stream: StreamID,
        in id: RoomID,
        at now: ContinuousClock.Instant
    ) {
        rooms[id]?.close(stream, at: now)
    }

    /// Time passed: members vanish, and rooms that stayed empty are forgotten.
    public mutating func tick(at now: ContinuousClock.Instant) -> [Room.Action] {
        var actions: [Room.Action] = []
        for id in rooms.keys {
            actions += rooms[id]?.tick(at: now) ?? []
        }
        rooms = rooms.filter { !$0.value.isExpired(at: now) }
        return actions
    }

    /// The server stops: everyone is told.
    public func shutDown() -> [Room.Action] {
        rooms.values.flatMap { $0.shutDown() }
    }
}
