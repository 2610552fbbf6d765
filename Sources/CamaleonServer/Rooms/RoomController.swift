import CamaleonSignalling
import Hummingbird

/// The HTTP side of a room: reads requests, asks the hub, writes answers.
///
/// The paths and their meaning are in docs/protocol.md.
struct RoomController: Sendable {
    let hub: Hub
    let cookies: SessionCookies
    let iceServers: [ICEServer]
    let bodyLimit: Int

    func addRoutes(to router: some RouterMethods<ServerContext>) {
        router.resource("rooms", [.post: open])
        router.resource("rooms/:room", [.get: describe])
        router.resource("rooms/:room/members", [.post: join])
        router.resource("rooms/:room/events", [.get: events])
        router.resource("rooms/:room/messages", [.post: relay])
        router.resource("rooms/:room/leave", [.post: leave])
    }

    // POST /api/rooms
    @Sendable
    private func open(_ request: Request, _ context: ServerContext) async throws -> Response {
        let room = try await hub.openRoom(for: context.address)
        return try .json(["room": room.rawValue], status: .created)
    }

    private struct Description: Encodable {
        let room: String
        let members: Int
        let capacity: Int
    }

    // GET /api/rooms/:room
    @Sendable
    private func describe(_ request: Request, _ context: ServerContext) async throws -> Response {
        let id = try context.room
        let room = try await hub.room(id)
        return try .json(
            Description(
                room: id.rawValue,
                members: room.members.count,
                capacity: room.capacity
            )
        )
    }

    private struct Joined: Encodable {
        let member: String
        let name: String
        let members: [ServerEvent.Member]
        let iceServers: [ICEServer]
    }

    // POST /api/rooms/:room/members
    @Sendable
    private func join(_ request: Request, _ context: ServerContext) async throws -> Response {
        let room = try context.room
        _ = try await hub.room(room)
        let name = try MemberName(json: try await request.jsonBody(limit: bodyLimit))
        let admission = try await hub.join(
            room,
            as: name,
            holding: cookies.credentials(in: request)
        )
        let answer = Joined(
            member: admission.member.rawValue,
            name: name.text,
            members: admission.members,
            iceServers: iceServers
        )
        var response = try Response.json(answer, status: .created)
        response.headers[values: .setCookie] =
            [cookies.set(admission.secret, for: admission.member, of: room)]
            + admission.expired.map { cookies.clear($0, of: room) }
        return response
    }

    // GET /api/rooms/:room/events
    @Sendable
    private func events(_ request: Request, _ context: ServerContext) async throws -> Response {
        let room = try context.room
        let member = try await member(of: room, request)
        let stream = try await hub.openStream(
            of: member,
            in: room,
            after: request.headers[.lastEventID].flatMap { Int($0) }
        )
        return stream.response(to: request, over: context.channel)
    }

    // POST /api/rooms/:room/messages
    @Sendable
    private func relay(_ request: Request, _ context: ServerContext) async throws -> Response {
        let room = try context.room
        let member = try await member(of: room, request)
        try await hub.admitMessage(of: member)
        let message = try ClientMessage(json: try await request.jsonBody(limit: bodyLimit))
        try await hub.relay(message, from: member, in: room)
        return .empty
    }

    // POST /api/rooms/:room/leave
    @Sendable
    private func leave(_ request: Request, _ context: ServerContext) async throws -> Response {
        let room = try context.room
        let member = try await member(of: room, request)
        try await hub.leave(room, member)
        var response = Response.empty
        response.headers[.setCookie] = cookies.clear(member, of: room)
        return response
    }

    private func member(of room: RoomID, _ request: Request) async throws -> MemberID {
        let claimed = request.uri.queryParameters["member"].map { MemberID(rawValue: String($0)) }
        return try await hub.member(
            of: room,
            claimed: claimed,
            holding: cookies.credentials(in: request)
        )
    }
}

extension ServerContext {
    /// The room that the path names, which need not exist.
    fileprivate var room: RoomID {
        get throws { RoomID(rawValue: try parameters.require("room")) }
    }
}
