import CamaleonSignalling
import Testing

@Suite("A lobby")
struct LobbyTests {
    let hall = RoomID(rawValue: "hall")

    @Test("opens no more rooms than it may")
    func roomLimit() throws {
        var lobby = Lobby(roomLimit: 1, limits: RoomLimits())
        try lobby.open(hall, at: start)

        #expect(
            refusal { try lobby.open(RoomID(rawValue: "attic"), at: start) } == .tooManyRooms
        )
        #expect(lobby.roomCount == 1)
    }

    @Test("knows no room that was not opened")
    func unknownRoom() {
        var lobby = Lobby(roomLimit: 1, limits: RoomLimits())

        #expect(refusal { _ = try lobby.room(hall) } == .roomNotFound)
        #expect(
            refusal { try lobby.update(hall) { (_: inout Room) throws(Refusal) in } }
                == .roomNotFound
        )
    }

    @Test("leaves a room as it was when a change is refused")
    func refusedChange() throws {
        var lobby = Lobby(roomLimit: 1, limits: RoomLimits())
        try lobby.open(hall, at: start)
        let ada = try newcomer("ada")

        let code = refusal {
            try lobby.update(hall) { (room: inout Room) throws(Refusal) in
                _ = try room.join(ada, at: start)
                throw Refusal(.badRequest, "Not today.")
            }
        }

        #expect(code == .badRequest)
        #expect(lobby.memberCount == 0)
    }

    @Test("forgets a room that stayed empty, and keeps one with people")
    func expiry() throws {
        var lobby = Lobby(roomLimit: 2, limits: RoomLimits())
        try lobby.open(hall, at: start)
        try lobby.open(RoomID(rawValue: "attic"), at: start)
        let ada = try newcomer("ada")
        try lobby.update(hall) { (room: inout Room) throws(Refusal) in
            _ = try room.join(ada, at: start)
            _ = try room.open(stream(1), for: ada.id)
        }

        _ = lobby.tick(at: start.advanced(by: .seconds(3600)))

        #expect(lobby.roomCount == 1)
        #expect(try lobby.room(hall).members == [seen("ada")])
    }

    @Test("takes note of streams that close")
    func closedStream() throws {
        var lobby = Lobby(roomLimit: 1, limits: RoomLimits())
        try lobby.open(hall, at: start)
        let ada = try newcomer("ada")
        try lobby.update(hall) { (room: inout Room) throws(Refusal) in
            _ = try room.join(ada, at: start)
            _ = try room.open(stream(1), for: ada.id)
        }

        lobby.close(stream(1), in: hall, at: start)
        lobby.close(stream(1), in: RoomID(rawValue: "attic"), at: start)
        _ = lobby.tick(at: start.advanced(by: .seconds(5)))

        #expect(lobby.memberCount == 0)
    }
}

@Suite("A rate limiter")
struct RateLimiterTests {
    @Test("lets a burst through, then a steady rate")
    func burstThenRate() throws {
        var limiter = RateLimiter<Int>(RateLimit(burst: 2, perSecond: 0.5))
        try limiter.admit(1, at: start)
        try limiter.admit(1, at: start)

        #expect(refusal { try limiter.admit(1, at: start) } == .tooManyRequests)
        #expect(
            refusal { try limiter.admit(1, at: start.advanced(by: .milliseconds(1999))) } != nil
        )
        #expect(refusal { try limiter.admit(1, at: start.advanced(by: .seconds(2))) } == nil)
    }

    @Test("says how long to wait")
    func retryAfter() throws {
        var limiter = RateLimiter<Int>(RateLimit(burst: 1, perSecond: 0.25))
        try limiter.admit(1, at: start)

        do {
            try limiter.admit(1, at: start.advanced(by: .seconds(1)))
            Issue.record("the second request was let through")
        } catch {
            #expect(error.retryAfter == .seconds(3))
        }
    }

    @Test("counts each key by itself")
    func keys() throws {
        var limiter = RateLimiter<Int>(RateLimit(burst: 1, perSecond: 1))
        try limiter.admit(1, at: start)

        #expect(refusal { try limiter.admit(2, at: start) } == nil)
    }

    @Test("never holds more than a burst, and copes with a clock that goes back")
    func longPause() throws {
        var limiter = RateLimiter<Int>(RateLimit(burst: 1, perSecond: 1))
        try limiter.admit(1, at: start)
        try limiter.admit(1, at: start.advanced(by: .seconds(1000)))

        #expect(refusal { try limiter.admit(1, at: start) } == .tooManyRequests)
        #expect(
            refusal { try limiter.admit(1, at: start.advanced(by: .seconds(1000))) } != nil
        )
    }

    @Test("remembers so many keys, until the idle ones are forgotten")
    func memory() throws {
        var limiter = RateLimiter<Int>(RateLimit(burst: 1, perSecond: 1), keyLimit: 1)
        try limiter.admit(1, at: start)
        #expect(refusal { try limiter.admit(2, at: start) } == .tooManyRequests)

        limiter.forgetTheIdle(at: start.advanced(by: .seconds(1)))

        #expect(refusal { try limiter.admit(2, at: start.advanced(by: .seconds(1))) } == nil)
    }
}
