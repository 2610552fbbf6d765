import CamaleonSignalling
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import CamaleonServer

private struct Running: Service {
    let server: CamaleonServer
    let ready: @Sendable (String) -> Void

    func run() async throws {
        try await server.run(ready: ready)
    }
}

/// A server on a real port, for as long as `body` runs; then it is told to stop.
private func withServer<Value: Sendable>(
    limits: ServerLimits = ServerLimits(),
    _ body:
        @Sendable @escaping (_ port: Int, _ stop: @escaping @Sendable () async -> Void) async throws
        -> Value
) async throws -> Value {
    let fixture = try Fixture(limits: limits)
    let server = CamaleonServer(fixture.configuration, logger: .silent)
    let (addresses, continuation) = AsyncStream<String>.makeStream()
    let group = ServiceGroup(
        services: [Running(server: server, ready: { continuation.yield($0) })],
        logger: .silent
    )
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = addresses.makeAsyncIterator()
        let address = try #require(await iterator.next())
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        let value = try await body(port) { await group.triggerGracefulShutdown() }
        await group.triggerGracefulShutdown()
        // The server ends by itself, though connections are open.
        try await tasks.waitForAll()
        withExtendedLifetime(fixture) {}
        return value
    }
}

/// A connection that reads what comes while it comes.
private struct Connection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var text = ""

    static func open<Value>(
        port: Int,
        sending request: String,
        _ body: (inout Connection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var connection = Connection(inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    private init(inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.inbound = inbound
    }

    /// Everything up to `mark`, or to the end of the connection.
    mutating func read(until mark: String) async throws -> String {
        while !text.contains(mark), let buffer = try await inbound.next() {
            text += String(buffer: buffer)
        }
        defer { text = "" }
        return text
    }
}

private func eventRequest(_ room: String, _ cookie: String) -> String {
    "GET \(room)/events HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n"
}

@Suite("A server on a port")
struct LiveTests {
    @Test("streams a call, and ends the stream when it stops")
    func call() async throws {
        let ended = try await withServer { port, stop in
            try await TestClient.withClient(host: "localhost", port: port) { http in
                let client = Browser(over: http)
                let room = try await client.openRoom()
                let ada = try await client.join(room, as: "Ada")
                let request = eventRequest(room, ada.cookie)
                return try await Connection.open(port: port, sending: request) { stream in
                    let head = try await stream.read(until: "event: welcome")
                    #expect(head.contains("200 OK"))
                    #expect(head.lowercased().contains("content-type: text/event-stream"))
                    let grace = try await client.join(room, as: "Grace")
                    #expect(try await stream.read(until: "Grace").contains("event: arrived"))
                    _ = try await client.post(
                        "\(room)/messages",
                        #"{"to":"\#(ada.membership.member)","kind":"candidate","candidate":null}"#,
                        headers: [.cookie: grace.cookie]
                    )
                    #expect(try await stream.read(until: "from").contains("event: candidate"))
                    await stop()
                    return try await stream.read(until: "the end of the connection")
                }
            }
        }

        #expect(ended.contains("event: closing"))
        #expect(ended.contains(#"{"reason":"shutdown"}"#))
    }

    @Test("notices that a stream was closed")
    func vanishing() async throws {
        var limits = ServerLimits()
        limits.room.grace = .zero
        let told = try await withServer(limits: limits) { port, _ in
            try await TestClient.withClient(host: "localhost", port: port) { http in
                let client = Browser(over: http)
                let room = try await client.openRoom()
                let ada = try await client.join(room, as: "Ada")
                let grace = try await client.join(room, as: "Grace")
                let request = eventRequest(room, ada.cookie)
                return try await Connection.open(port: port, sending: request) { stream in
                    _ = try await stream.read(until: "event: welcome")
                    let other = eventRequest(room, grace.cookie)
                    try await Connection.open(port: port, sending: other) { closing in
                        _ = try await closing.read(until: "event: welcome")
                    }
                    return try await stream.read(until: "vanished")
                }
            }
        }

        #expect(told.contains("event: left"))
    }

    @Test("refuses a port that is in use by saying so")
    func portInUse() async throws {
        try await withServer { port, _ in
            var fixture = try Fixture()
            fixture.configuration.port = port

            await #expect(throws: ServerError(.addressInUse, "127.0.0.1:\(port)")) {
                try await fixture.server.run { _ in }
            }
        }
    }
}

extension Browser {
    /// Asks through a socket.
    fileprivate init(over client: TestClient) {
        self.init { uri, method, headers, body in
            let request = TestClient.Request(
                uri,
                method: method,
                authority: "localhost",
                headers: headers,
                body: body
            )
            let response = try await client.execute(request)
            return Answer(head: response.head, body: response.body ?? ByteBuffer())
        }
    }
}
