import CamaleonSignalling
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization

@testable import CamaleonServer

/// A clock that goes on when a test says so.
final class ManualClock: Sendable {
    private let state = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { state.withLock { $0 } }

    func advance(by duration: Duration) {
        state.withLock { $0 = $0.advanced(by: duration) }
    }
}

/// A folder of its own for one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init(_ files: [String: String] = ["index.html": "<!doctype html>"]) throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("camaleon-\(UUID().uuidString)").path
        for (name, text) in files {
            try write(text, to: name)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }
}

/// A server that no test reaches through a socket.
struct Fixture {
    let clock = ManualClock()
    let web: TemporaryFolder
    let assets: TemporaryFolder
    let hub: Hub
    var configuration: ServerConfiguration

    init(
        web: [String: String] = ["index.html": "<!doctype html>"],
        assets: [String: String] = [:],
        limits: ServerLimits = ServerLimits()
    ) throws {
        self.web = try TemporaryFolder(web)
        self.assets = try TemporaryFolder(assets)
        let clock = clock
        hub = Hub(limits: limits, now: { clock.now })
        configuration = ServerConfiguration(
            host: "127.0.0.1",
            port: 0,
            webDirectory: self.web.path,
            assetsDirectory: self.assets.path
        )
        configuration.limits = limits
    }

    var server: CamaleonServer { CamaleonServer(configuration, logger: .silent, hub: hub) }

    /// Runs `body` against the routes, and lets go of the folders only then.
    func test<Value>(
        _ body: @Sendable (Browser) async throws -> Value
    ) async throws -> Value {
        defer { withExtendedLifetime((web, assets)) {} }
        return try await Application(router: server.router(), logger: .silent)
            .test(.router) { client in
                let browser = Browser { uri, method, headers, body in
                    let response = try await client.executeRequest(
                        uri: uri,
                        method: method,
                        headers: headers,
                        body: body
                    )
                    return Answer(head: response.head, body: response.body)
                }
                return try await body(browser)
            }
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// What the browser of one member holds.
struct Membership: Decodable {
    struct Member: Decodable, Equatable {
        let member: String
        let name: String
    }

    let member: String
    let name: String
    let members: [Member]
}

struct ErrorBody: Decodable {
    struct Content: Decodable {
        let code: String
        let message: String
    }

    let error: Content
}

/// What the server said.
struct Answer {
    let head: HTTPResponse
    let body: ByteBuffer

    var status: HTTPResponse.Status { head.status }

    var headers: HTTPFields { head.headerFields }

    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(Array(buffer: body)))
    }

    /// The code of the JSON error that this is.
    var code: String? { try? decoded(ErrorBody.self).error.code }

    var text: String { String(buffer: body) }

    /// The first cookie, as a browser sends it back.
    var cookie: String { String(headers[.setCookie]?.prefix { $0 != ";" } ?? "") }
}

/// Asks a server, over a socket or without.
struct Browser: Sendable {
    let send:
        @Sendable (
            _ uri: String, _ method: HTTPRequest.Method, HTTPFields, ByteBuffer?
        ) async throws -> Answer

    func get(_ uri: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(uri, .get, headers, nil)
    }

    func post(
        _ uri: String,
        _ json: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if json != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(uri, .post, headers, json.map { ByteBuffer(string: $0) })
    }

    /// Opens a room, and returns its path.
    func openRoom() async throws -> String {
        let answer = try await post("/api/rooms").decoded([String: String].self)
        return "/api/rooms/\(answer["room"] ?? "")"
    }

    func join(
        _ room: String,
        as name: String,
        holding cookies: String = ""
    ) async throws -> (membership: Membership, cookie: String) {
        let response = try await post(
            "\(room)/members",
            #"{"name":"\#(name)"}"#,
            headers: cookies.isEmpty ? [:] : [.cookie: cookies]
        )
        return (try response.decoded(), response.cookie)
    }
}
