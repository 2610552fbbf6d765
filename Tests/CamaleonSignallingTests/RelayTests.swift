import CamaleonSignalling
import Testing

@Suite("A relayed message")
struct RelayTests {
    @Test("reaches its recipient, counted")
    func relayed() throws {
        var room = try roomOfTwo()

        let first = try room.relay(offer(to: "ada"), from: member("grace"))
        let second = try room.relay(
            ClientMessage(to: member("ada"), .candidate(nil)),
            from: member("grace")
        )

        #expect(first == [.send(offered(by: "grace"), id: 1, over: stream(1))])
        #expect(
            second == [.send(.candidate(nil, from: member("grace")), id: 2, over: stream(1))]
        )
    }

    @Test("reaches no stranger, and not oneself", arguments: ["mary", "ada"])
    func noSuchMember(recipient: String) throws {
        var room = try roomOfTwo()

        #expect(
            refusal { _ = try room.relay(offer(to: recipient), from: member("ada")) }
                == .memberNotFound
        )
    }

    @Test("is not taken from somebody who has left")
    func senderIsGone() throws {
        var room = try roomOfTwo()
        _ = room.leave(member("grace"), at: start)

        #expect(
            refusal { _ = try room.relay(offer(to: "ada"), from: member("grace")) } == .noSession
        )
        #expect(refusal { _ = try room.open(stream(9), for: member("grace")) } == .noSession)
    }

    @Test("waits while the stream is down, and follows the welcome")
    func kept() throws {
        var room = try roomOfTwo()
        room.close(stream(1), at: start)

        #expect(try room.relay(offer(to: "ada"), from: member("grace")) == [])
        let actions = try room.open(stream(3), for: member("ada"))

        #expect(actions.count == 2)
        #expect(actions.last == .send(offered(by: "grace"), id: 1, over: stream(3)))
        #expect(
            try room.open(stream(4), for: member("ada")).contains {
                if case .send(.description, _, _) = $0 { true } else { false }
            } == false
        )
    }

    @Test("comes again when the browser says that it was lost, and only then")
    func resumed() throws {
        var room = try roomOfTwo()
        for sdp in ["one", "two", "three"] {
            _ = try room.relay(offer(to: "ada", sdp), from: member("grace"))
        }
        room.close(stream(1), at: start)

        let resumed = try room.open(stream(3), for: member("ada"), after: 1)

        #expect(
            resumed.dropFirst() == [
                .send(offered(by: "grace", "two"), id: 2, over: stream(3)),
                .send(offered(by: "grace", "three"), id: 3, over: stream(3)),
            ]
        )
        room.close(stream(3), at: start)
        #expect(try room.open(stream(4), for: member("ada")).count == 1)
    }

    @Test("that was lost on the way comes again, though it was the first")
    func firstIsLost() throws {
        var room = try roomOfTwo()
        _ = try room.relay(offer(to: "ada"), from: member("grace"))
        room.close(stream(1), at: start)

        // Zero is what her first welcome said.
        let actions = try room.open(stream(3), for: member("ada"), after: 0)

        let welcome = ServerEvent.welcome(member: member("ada"), members: room.members)
        #expect(
            actions == [
                .send(welcome, id: 0, over: stream(3)),
                .send(offered(by: "grace"), id: 1, over: stream(3)),
            ]
        )
        room.close(stream(3), at: start)
        #expect(
            try room.open(stream(4), for: member("ada"), after: 1)
                == [.send(welcome, id: 1, over: stream(4))]
        )
    }

    @Test("is dropped when its sender has left")
    func senderLeaves() throws {
        var room = try roomOfTwo()
        room.close(stream(1), at: start)
        _ = try room.relay(offer(to: "ada"), from: member("grace"))
        _ = room.leave(member("grace"), at: start)

        #expect(try room.open(stream(3), for: member("ada")).count == 1)
    }

    @Test("is refused when too many wait, and those stay")
    func mailboxIsFull() throws {
        var limits = RoomLimits()
        limits.keptMessages = 2
        var room = try roomOfTwo(limits: limits)
        room.close(stream(1), at: start)
        _ = try room.relay(offer(to: "ada", "one"), from: member("grace"))
        _ = try room.relay(offer(to: "ada", "two"), from: member("grace"))

        #expect(
            refusal { _ = try room.relay(offer(to: "ada", "three"), from: member("grace")) }
                == .mailboxFull
        )
        #expect(
            try room.open(stream(3), for: member("ada")).dropFirst() == [
                .send(offered(by: "grace", "one"), id: 1, over: stream(3)),
                .send(offered(by: "grace", "two"), id: 2, over: stream(3)),
            ]
        )
    }

    @Test("is refused when those that wait are too large")
    func mailboxIsHeavy() throws {
        var limits = RoomLimits()
        limits.keptBytes = 10
        var room = try roomOfTwo(limits: limits)
        room.close(stream(1), at: start)
        _ = try room.relay(offer(to: "ada", "12345678"), from: member("grace"))

        #expect(
            refusal { _ = try room.relay(offer(to: "ada", "123"), from: member("grace")) }
                == .mailboxFull
        )
    }

    @Test("pushes out the oldest that was sent, without end")
    func sentMessagesMakeRoom() throws {
        var limits = RoomLimits()
        limits.keptMessages = 2
        var room = try roomOfTwo(limits: limits)
        for number in 1...100 {
            _ = try room.relay(offer(to: "ada", "\(number)"), from: member("grace"))
        }

        #expect(
            try room.open(stream(3), for: member("ada"), after: 5).suffix(2) == [
                .send(offered(by: "grace", "99"), id: 99, over: stream(3)),
                .send(offered(by: "grace", "100"), id: 100, over: stream(3)),
            ]
        )
    }
}
