import CamaleonSignalling

/// A moment for rules that only ever compare moments.
let start = ContinuousClock.now

func member(_ name: String) -> MemberID { MemberID(rawValue: name) }

func stream(_ number: Int) -> StreamID { StreamID(rawValue: number) }

/// The same digit throughout; each newcomer gets another one.
func secret(_ byte: UInt8) -> SessionSecret {
    SessionSecret(entropy: [UInt8](repeating: byte, count: SessionSecret.entropyByteCount))
}

func newcomer(_ name: String, secretByte: UInt8 = 1) throws -> Room.Newcomer {
    Room.Newcomer(id: member(name), name: try MemberName(name), secret: secret(secretByte))
}

func seen(_ name: String) -> ServerEvent.Member { ServerEvent.Member(member: name, name: name) }

/// A room of Ada and Grace, whose streams are 1 and 2.
func roomOfTwo(limits: RoomLimits = RoomLimits()) throws -> Room {
    var room = Room(limits: limits, openedAt: start)
    _ = try room.join(try newcomer("ada", secretByte: 1), at: start)
    _ = try room.open(stream(1), for: member("ada"))
    _ = try room.join(try newcomer("grace", secretByte: 2), at: start)
    _ = try room.open(stream(2), for: member("grace"))
    return room
}

func offer(to recipient: String, _ sdp: String = "v=0") -> ClientMessage {
    ClientMessage(
        to: member(recipient),
        .description(SessionDescription(type: .offer, sdp: sdp))
    )
}

func offered(by sender: String, _ sdp: String = "v=0") -> ServerEvent {
    .description(SessionDescription(type: .offer, sdp: sdp), from: member(sender))
}

/// The code of the refusal that `body` throws, or nothing.
func refusal(_ body: () throws -> Void) -> Refusal.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? Refusal)?.code
    }
}
