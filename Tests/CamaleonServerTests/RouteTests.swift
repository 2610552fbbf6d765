import CamaleonSignalling
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import CamaleonServer

@Suite("The rooms' routes")
struct RouteTests {
    @Test("open a room, describe it, and let two people in")
    func joining() async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            let ada = try await client.join(room, as: " Ada ")
            let grace = try await client.join(room, as: "Grace")

            #expect(ada.membership.name == "Ada")
            #expect(grace.membership.members.map(\.name) == ["Ada", "Grace"])
            #expect(grace.membership.members.last?.member == grace.membership.member)
            #expect(try await client.get(room).text.contains(#""members":2"#))
            #expect(try await client.get(room).text.contains(#""capacity":2"#))
        }
    }

    @Test("hand out a cookie for this room alone, which no script reads", arguments: [false, true])
    func cookie(secure: Bool) async throws {
        var fixture = try Fixture()
        if secure { fixture.configuration.tls = .init(certificate: "c", key: "k") }
        try await fixture.test { client in
            let room = try await client.openRoom()
            let response = try await client.post("\(room)/members", #"{"name":"Ada"}"#)
            let parts = response.headers[.setCookie]?.components(separatedBy: "; ") ?? []

            #expect(
                Set(parts.dropFirst())
                    == Set(
                        ["Path=\(room)", "HttpOnly", "SameSite=Strict"] + (secure ? ["Secure"] : [])
                    )
            )
            let member = try response.decoded(Membership.self).member
            let secret = parts.first?.dropFirst("camaleon-session-\(member)=".count) ?? ""
            #expect(secret.count == 64)
        }
    }

    @Test("take a stale cookie back when its browser joins again")
    func staleCookie() async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            let first = try await client.join(room, as: "Ada")
            _ = try await client.post("\(room)/leave", headers: [.cookie: first.cookie])

            let response = try await client.post(
                "\(room)/members",
                #"{"name":"Ada"}"#,
                headers: [.cookie: first.cookie]
            )

            let cookies = response.headers[values: .setCookie]
            #expect(cookies.count == 2)
            #expect(cookies.last?.contains("\(first.membership.member)=; ") == true)
            #expect(cookies.last?.contains("Max-Age=0") == true)
        }
    }

    @Test("relay between two tabs that hold both cookies, by the member that they name")
    func twoTabs() async throws {
        let fixture = try Fixture()
        try await fixture.test { client in
            let room = try await client.openRoom()
            let ada = try await client.join(room, as: "Ada")
            let grace = try await client.join(room, as: "Grace", holding: ada.cookie)
            let both: HTTPFields = [.cookie: "\(ada.cookie); \(grace.cookie); other=1"]

            let relayed = try await client.post(
                "\(room)/messages?member=\(ada.membership.member)",
                #"{"to":"\#(grace.membership.member)","kind":"candidate","candidate":null}"#,
                headers: both
            )

            #expect(relayed.status == .noContent)
        }
    }

    @Test("tell health")
    func health() async throws {
        try await Fixture().test { client in
            _ = try await client.openRoom()
            let response = try await client.get("/health")

            #expect(
                response.text == #"{"members":0,"rooms":1,"status":"ok","streams":0}"#
            )
        }
    }

    @Test("give the configured ICE servers to whoever joins")
    func iceServers() async throws {
        var fixture = try Fixture()
        fixture.configuration.iceServers = [try ICEServer(argument: "stun:stun.example.org:3478")]
        try await fixture.test { client in
            let room = try await client.openRoom()
            let response = try await client.post("\(room)/members", #"{"name":"Ada"}"#)

            #expect(
                response.text.contains(#""iceServers":[{"urls":["stun:stun.example.org:3478"]}]"#)
            )
        }
    }
}

@Suite("A refused request")
struct RefusedRequestTests {
    @Test(
        "says why",
        arguments: [
            (.post, "members", "{", "bad_json", 400),
            (.post, "members", "{}", "bad_message", 400),
            (.post, "members", #"{"name":" "}"#, "bad_name", 400),
            (.post, "messages", #"{"to":"a","kind":"b"}"#, "no_session", 401),
            (.post, "leave", "", "no_session", 401),
            (.get, "events", "", "no_session", 401),
            (.get, "nothing", "", "not_found", 404),
            (.post, "nothing/at/all", "{}", "not_found", 404),
            (.get, "members", "", "method_not_allowed", 405),
            (.post, "events", "", "method_not_allowed", 405),
            (.delete, "members", "", "method_not_allowed", 405),
            (.head, "events", "", "method_not_allowed", 405),
        ] as [(HTTPRequest.Method, String, String, String, Int)]
    )
    func inRoom(
        method: HTTPRequest.Method,
        path: String,
        body: String,
        code: String,
        status: Int
    ) async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            let response = try await client.send(
                "\(room)/\(path)",
                method,
                [.contentType: "application/json"],
                ByteBuffer(string: body)
            )

            #expect(response.status.code == status)
            #expect(response.code == code)
            #expect(response.headers[.contentType] == "application/json")
            #expect((response.headers[.allow] != nil) == (status == 405))
            #expect(try await client.get(room).text.contains(#""members":0"#))
        }
    }

    @Test("names a room that is not there", arguments: ["", "/members", "/messages", "/leave"])
    func noRoom(path: String) async throws {
        try await Fixture().test { client in
            let uri = "/api/rooms/nowhere\(path)"
            let response =
                path.isEmpty
                ? try await client.get(uri) : try await client.post(uri, #"{"name":"Ada"}"#)

            #expect(response.status == .notFound)
            #expect(response.code == "room_not_found")
        }
    }

    @Test("comes too late for a full room")
    func fullRoom() async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            _ = try await client.join(room, as: "Ada")
            _ = try await client.join(room, as: "Grace")
            let response = try await client.post("\(room)/members", #"{"name":"Eve"}"#)

            #expect(response.status == .conflict)
            #expect(response.code == "room_full")
            #expect(response.headers[.setCookie] == nil)
        }
    }

    @Test("is no JSON", arguments: ["text/plain", "application/jsonx", ""])
    func mediaType(type: String) async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            let response = try await client.post(
                "\(room)/members",
                #"{"name":"Ada"}"#,
                headers: [.contentType: type]
            )

            #expect(response.status == .unsupportedMediaType)
            #expect(response.code == "unsupported_media_type")
        }
    }

    @Test("is too large")
    func largeBody() async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            let response = try await client.post(
                "\(room)/members",
                #"{"name":"\#(String(repeating: "a", count: 70_000))"}"#
            )

            #expect(response.status == .contentTooLarge)
            #expect(response.code == "body_too_large")
        }
    }

    @Test("addresses nobody")
    func noMember() async throws {
        try await Fixture().test { client in
            let room = try await client.openRoom()
            let ada = try await client.join(room, as: "Ada")
            let response = try await client.post(
                "\(room)/messages",
                #"{"to":"nobody","kind":"candidate","candidate":null}"#,
                headers: [.cookie: ada.cookie]
            )

            #expect(response.status == .notFound)
            #expect(response.code == "member_not_found")
        }
    }

    @Test("is one too many rooms")
    func rooms() async throws {
        var limits = ServerLimits()
        limits.rooms = 1
        try await Fixture(limits: limits).test { client in
            _ = try await client.openRoom()
            let response = try await client.post("/api/rooms")

            #expect(response.status == .serviceUnavailable)
            #expect(response.code == "too_many_rooms")
            #expect(response.headers[.retryAfter] == "60")
        }
    }

    @Test("is one too many from an address, until time has passed")
    func addressRate() async throws {
        var limits = ServerLimits()
        limits.requestsPerAddress = RateLimit(burst: 2, perSecond: 0.5)
        let fixture = try Fixture(limits: limits)
        try await fixture.test { client in
            let room = try await client.openRoom()
            _ = try await client.get(room)
            let refused = try await client.get(room)
            fixture.clock.advance(by: .seconds(2))
            let admitted = try await client.get(room)

            #expect(refused.status == .tooManyRequests)
            #expect(refused.code == "too_many_requests")
            #expect(refused.headers[.retryAfter] == "2")
            #expect(admitted.status == .ok)
        }
    }

    @Test("is one message too many of a member")
    func messageRate() async throws {
        var limits = ServerLimits()
        limits.messagesPerSession = RateLimit(burst: 1, perSecond: 1)
        try await Fixture(limits: limits).test { client in
            let room = try await client.openRoom()
            let ada = try await client.join(room, as: "Ada")
            let grace = try await client.join(room, as: "Grace")
            let body = #"{"to":"\#(ada.membership.member)","kind":"candidate","candidate":null}"#
            let headers: HTTPFields = [.cookie: grace.cookie]

            let statuses = [
                try await client.post("\(room)/messages", body, headers: headers).status,
                try await client.post("\(room)/messages", body, headers: headers).status,
            ]

            #expect(statuses == [.noContent, .tooManyRequests])
        }
    }

    @Test("comes while the server stops")
    func stopping() async throws {
        let fixture = try Fixture()
        await fixture.hub.shutDown()
        try await fixture.test { client in
            for response in [try await client.post("/api/rooms"), try await client.get("/health")] {
                #expect(response.status == .serviceUnavailable)
                #expect(response.code == "shutting_down")
            }
        }
    }
}

@Suite("Another site's page")
struct SameOriginTests {
    @Test(
        "cannot post",
        arguments: [
            ([.secFetchSite: "cross-site"], false),
            ([.secFetchSite: "same-site"], false),
            ([.secFetchSite: "none"], false),
            ([.secFetchSite: "same-origin", .origin: "null"], true),
            ([.origin: "https://evil.example"], false),
            ([.origin: "http://localhost.evil.example"], false),
            ([.origin: "null"], false),
            ([.origin: "http://localhost"], true),
            ([:], true),
        ] as [(HTTPFields, Bool)]
    )
    func posting(headers: HTTPFields, isAdmitted: Bool) async throws {
        try await Fixture().test { client in
            let response = try await client.post("/api/rooms", headers: headers)

            #expect(response.status == (isAdmitted ? .created : .forbidden))
            #expect(response.code == (isAdmitted ? nil : "cross_origin"))
        }
    }
}
