import CamaleonSignalling
import Testing

@testable import CamaleonServer

@Suite("A hub")
struct HubTests {
    /// Two members of one room; Ada's stream is open and her welcome was read.
    struct Call {
        let fixture: Fixture
        let room: RoomID
        let ada: MemberID
        let grace: MemberID
        let stream: EventStream
        var events: AsyncStream<String>.Iterator

        var hub: Hub { fixture.hub }

        init(limits: ServerLimits = ServerLimits()) async throws {
            fixture = try Fixture(limits: limits)
            let hub = fixture.hub
            room = try await hub.openRoom(for: ClientAddress(nil))
            ada = try await hub.join(room, as: try MemberName("Ada"), holding: []).member
            stream = try await hub.openStream(of: ada, in: room, after: nil)
            events = stream.text.makeAsyncIterator()
            _ = await events.next()
            grace = try await hub.join(room, as: try MemberName("Grace"), holding: []).member
        }

        mutating func next() async -> String {
            await events.next() ?? "the end"
        }
    }

    let offer = SessionDescription(type: .offer, sdp: "v=0")

    @Test("tells a stream what happens, in order")
    func sequence() async throws {
        var call = try await Call()
        let message = ClientMessage(to: call.ada, .description(offer))
        try await call.hub.relay(message, from: call.grace, in: call.room)
        try await call.hub.leave(call.room, call.grace)

        #expect(await call.next().hasPrefix("event: arrived\n"))
        #expect(await call.next().hasPrefix("id: 1\nevent: description\n"))
        #expect(
            await call.next()
                == "event: left\ndata: {\"member\":\"\(call.grace.rawValue)\",\"reason\":\"left\"}\n\n"
        )
    }

    @Test("tells the others when a newcomer never opened a stream")
    func vanishing() async throws {
        var call = try await Call()
        _ = await call.next()
        call.fixture.clock.advance(by: .seconds(15))
        await call.hub.tick()

        #expect(await call.next().contains("\"reason\":\"vanished\""))
    }

    @Test("sends a heartbeat every ten seconds")
    func heartbeat() async throws {
        var call = try await Call()
        _ = await call.next()
        for _ in 0..<10 {
            call.fixture.clock.advance(by: .seconds(1))
            await call.hub.tick()
        }
        try await call.hub.leave(call.room, call.grace)

        #expect(await call.next() == ": heartbeat\n\n")
        #expect(await call.next().hasPrefix("event: left\n"))
    }

    @Test("ends the older of two streams of one member")
    func replacing() async throws {
        var call = try await Call()
        _ = await call.next()
        let second = try await call.hub.openStream(of: call.ada, in: call.room, after: nil)

        #expect(await call.next() == "event: closing\ndata: {\"reason\":\"replaced\"}\n\n")
        #expect(await call.events.next() == nil)
        second.end()
    }

    @Test("tells everyone that it stops, ends their streams and refuses what comes after")
    func stopping() async throws {
        var call = try await Call()
        _ = await call.next()
        await call.hub.shutDown()

        #expect(await call.next() == "event: closing\ndata: {\"reason\":\"shutdown\"}\n\n")
        #expect(await call.events.next() == nil)
        await #expect { try await call.hub.admit(ClientAddress(nil)) } throws: {
            ($0 as? Refusal)?.code == .shuttingDown
        }
        await #expect { _ = try await call.hub.health } throws: {
            ($0 as? Refusal)?.code == .shuttingDown
        }
    }

    @Test("cuts off a reader that does not read")
    func slowReader() async throws {
        var limits = ServerLimits()
        limits.room.keptMessages = 2
        var call = try await Call(limits: limits)
        for _ in 0..<10 {
            let message = ClientMessage(to: call.ada, .candidate(nil))
            try await call.hub.relay(message, from: call.grace, in: call.room)
        }

        var read = 0
        while await call.events.next() != nil { read += 1 }

        #expect(read == 4)
    }

    @Test("limits the rooms of one address")
    func roomsPerAddress() async throws {
        var limits = ServerLimits()
        limits.roomsPerAddress = RateLimit(burst: 1, perSecond: 1)
        let fixture = try Fixture(limits: limits)
        _ = try await fixture.hub.openRoom(for: ClientAddress(nil))

        await #expect(throws: Refusal.self) {
            _ = try await fixture.hub.openRoom(for: ClientAddress(nil))
        }
        fixture.clock.advance(by: .seconds(1))
        _ = try await fixture.hub.openRoom(for: ClientAddress(nil))
    }
}
