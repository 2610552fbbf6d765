import CamaleonSignalling
import Testing

@Suite("A room")
struct RoomTests {
    @Test("tells the others that someone joined")
    func newcomerIsAnnounced() throws {
        var room = Room(limits: RoomLimits(), openedAt: start)
        _ = try room.join(try newcomer("ada"), at: start)
        _ = try room.open(stream(1), for: member("ada"))

        let actions = try room.join(try newcomer("grace"), at: start)

        #expect(actions == [.send(.arrived(seen("grace")), over: stream(1))])
        #expect(room.members == [seen("ada"), seen("grace")])
    }

    @Test("closes the door at its capacity, and stays as it was")
    func fullRoomRefuses() throws {
        var room = try roomOfTwo()

        #expect(refusal { _ = try room.join(try newcomer("mary"), at: start) } == .roomFull)
        #expect(room.members == [seen("ada"), seen("grace")])
    }

    @Test("welcomes whoever opens a stream with the whole truth")
    func streamIsWelcomed() throws {
        var room = Room(limits: RoomLimits(), openedAt: start)
        _ = try room.join(try newcomer("ada"), at: start)
        _ = try room.join(try newcomer("grace"), at: start)

        let actions = try room.open(stream(1), for: member("grace"))

        let welcome = ServerEvent.welcome(
            member: member("grace"),
            members: [seen("ada"), seen("grace")]
        )
        #expect(actions == [.send(welcome, id: 0, over: stream(1))])
    }

    @Test("ends the stream that another one of the same member replaces")
    func streamIsReplaced() throws {
        var room = try roomOfTwo()

        let actions = try room.open(stream(3), for: member("ada"))

        #expect(
            actions.prefix(2) == [.send(.closing(.replaced), over: stream(1)), .end(stream(1))]
        )
        room.close(stream(1), at: start)
        #expect(room.tick(at: start.advanced(by: .seconds(60))) == [])
    }

    @Test("tells the others who left, and ends their stream")
    func leaving() throws {
        var room = try roomOfTwo()

        let actions = room.leave(member("ada"), at: start)

        #expect(
            actions == [.end(stream(1)), .send(.left(member("ada"), .left), over: stream(2))]
        )
        #expect(room.leave(member("ada"), at: start) == [])
    }

    @Test("takes a member whose stream stays closed as vanished")
    func vanishing() throws {
        var room = try roomOfTwo()
        room.close(stream(1), at: start)

        #expect(room.tick(at: start.advanced(by: .milliseconds(4999))) == [])
        #expect(
            room.tick(at: start.advanced(by: .seconds(5)))
                == [.send(.left(member("ada"), .vanished), over: stream(2))]
        )
        #expect(room.members == [seen("grace")])
    }

    @Test("keeps a member who is back in time")
    func returning() throws {
        var room = try roomOfTwo()
        room.close(stream(1), at: start)
        _ = try room.open(stream(3), for: member("ada"))

        #expect(room.tick(at: start.advanced(by: .seconds(60))) == [])
    }

    @Test("waits longer for the first stream of a newcomer")
    func firstStream() throws {
        var room = Room(limits: RoomLimits(), openedAt: start)
        _ = try room.join(try newcomer("ada"), at: start)

        _ = room.tick(at: start.advanced(by: .seconds(14)))
        #expect(room.members.count == 1)
        _ = room.tick(at: start.advanced(by: .seconds(15)))
        #expect(room.members.isEmpty)
    }

    @Test("gives the place of a crashed tab to the same browser, not to another")
    func ghostMakesRoom() throws {
        var room = try roomOfTwo()
        let mine = [member("ada")]
        #expect(
            refusal { _ = try room.join(try newcomer("eve"), sameBrowser: mine, at: start) }
                == .roomFull
        )
        room.close(stream(1), at: start)
        #expect(refusal { _ = try room.join(try newcomer("eve"), at: start) } == .roomFull)

        let actions = try room.join(try newcomer("ada2"), sameBrowser: mine, at: start)

        #expect(
            actions == [
                .send(.left(member("ada"), .vanished), over: stream(2)),
                .send(.arrived(seen("ada2")), over: stream(2)),
            ]
        )
    }

    @Test("expires when nobody has been there for an hour")
    func expiry() throws {
        var room = Room(limits: RoomLimits(), openedAt: start)
        #expect(room.isExpired(at: start.advanced(by: .seconds(3600))))
        _ = try room.join(try newcomer("ada"), at: start)
        #expect(!room.isExpired(at: start.advanced(by: .seconds(3600))))

        _ = room.leave(member("ada"), at: start.advanced(by: .seconds(10)))

        #expect(!room.isExpired(at: start.advanced(by: .seconds(3609))))
        #expect(room.isExpired(at: start.advanced(by: .seconds(3610))))
    }

    @Test("tells everyone when the server stops")
    func shutdown() throws {
        let room = try roomOfTwo()

        #expect(
            room.shutDown() == [
                .send(.closing(.shutdown), over: stream(1)), .end(stream(1)),
                .send(.closing(.shutdown), over: stream(2)), .end(stream(2)),
            ]
        )
    }
}

@Suite("A member's session")
struct SessionTests {
    @Test("is the one whose secret the request brings")
    func provenMember() throws {
        let room = try roomOfTwo()
        let credential = Credential(member: member("ada"), secret: secret(1).text)

        #expect(try room.member(claimed: nil, proving: [credential]) == member("ada"))
        #expect(try room.member(claimed: member("ada"), proving: [credential]) == member("ada"))
    }

    @Test("is refused with another one's secret, a part of it, or none", arguments: 0..<4)
    func unprovenMember(attempt: Int) throws {
        let room = try roomOfTwo()
        let secrets = [secret(2).text, String(secret(1).text.dropLast()), "", secret(1).text + "0"]
        let credential = Credential(member: member("ada"), secret: secrets[attempt])

        #expect(
            refusal { _ = try room.member(claimed: member("ada"), proving: [credential]) }
                == .noSession
        )
        #expect(refusal { _ = try room.member(claimed: nil, proving: []) } == .noSession)
    }

    @Test("is, of two in one browser, the claimed one, else who joined last")
    func twoTabs() throws {
        let room = try roomOfTwo()
        let both = [
            Credential(member: member("grace"), secret: secret(2).text),
            Credential(member: member("ada"), secret: secret(1).text),
        ]

        #expect(try room.member(claimed: nil, proving: both) == member("grace"))
        #expect(try room.member(claimed: member("ada"), proving: both) == member("ada"))
        #expect(
            refusal { _ = try room.member(claimed: member("eve"), proving: both) } == .noSession
        )
    }
}
