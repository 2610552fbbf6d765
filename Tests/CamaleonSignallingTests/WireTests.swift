import CamaleonSignalling
import Testing

@Suite("A message's body")
struct ClientMessageTests {
    private func parse(_ text: String) throws -> ClientMessage {
        try ClientMessage(json: Array(text.utf8))
    }

    @Test("is a description")
    func description() throws {
        let message = try parse(
            #"{"to":"a","kind":"description","description":{"type":"answer","sdp":"v=0\r\n"}}"#
        )

        let expected = SessionDescription(type: .answer, sdp: "v=0\r\n")
        #expect(message == ClientMessage(to: member("a"), .description(expected)))
    }

    @Test("is a candidate, whose fields may be absent or null, and unknown ones are dropped")
    func candidate() throws {
        let message = try parse(
            #"{"to":"a","kind":"candidate","x":1,"candidate":{"candidate":"c","sdpMid":"0","sdpMLineIndex":null,"y":2}}"#
        )

        let expected = ICECandidate(
            candidate: "c",
            sdpMid: "0",
            sdpMLineIndex: nil,
            usernameFragment: nil
        )
        #expect(message == ClientMessage(to: member("a"), .candidate(expected)))
    }

    @Test("is the end of candidates")
    func noCandidate() throws {
        let message = try parse(#"{"to":"a","kind":"candidate","candidate":null}"#)

        #expect(message == ClientMessage(to: member("a"), .candidate(nil)))
    }

    @Test("that is not JSON is refused", arguments: ["", "{", "\u{0}", "{\"to\":}", "nul"])
    func notJSON(text: String) {
        #expect(refusal { _ = try parse(text) } == .badJSON)
    }

    @Test(
        "with a wrong field names it",
        arguments: [
            ("[]", "object"), ("3", "object"), ("null", "object"),
            (#"{"kind":"candidate","candidate":null}"#, "to"),
            (#"{"to":1,"kind":"candidate","candidate":null}"#, "to"),
            (#"{"to":"a","candidate":null}"#, "kind"),
            (#"{"to":"a","kind":"poem"}"#, "kind"),
            (#"{"to":"a","kind":"candidate"}"#, "candidate"),
            (#"{"to":"a","kind":"candidate","candidate":3}"#, "candidate"),
            (#"{"to":"a","kind":"candidate","candidate":{}}"#, "candidate.candidate"),
            (#"{"to":"a","kind":"candidate","candidate":{"candidate":"c"}}"#, "sdpMid"),
            (
                #"{"to":"a","kind":"candidate","candidate":{"candidate":"c","sdpMLineIndex":70000}}"#,
                "sdpMLineIndex"
            ),
            (#"{"to":"a","kind":"description","description":null}"#, "description"),
            (
                #"{"to":"a","kind":"description","description":{"type":"rollback","sdp":""}}"#,
                "description.type"
            ),
            (
                #"{"to":"a","kind":"description","description":{"type":"offer","sdp":""}}"#,
                "description.sdp"
            ),
        ]
    )
    func wrongField(text: String, field: String) {
        do {
            _ = try parse(text)
            Issue.record("\(text) was taken")
        } catch {
            let refusal = error as? Refusal
            #expect(refusal?.code == .badMessage)
            #expect(refusal?.message.contains(field) == true, "\(refusal?.message ?? "")")
        }
    }

    @Test("with a field that is too long is refused, and not repeated")
    func tooLong() {
        let long = String(repeating: "secret", count: 12_000)
        let texts = [
            #"{"to":"a","kind":"description","description":{"type":"offer","sdp":"\#(long)"}}"#,
            #"{"to":"a","kind":"candidate","candidate":{"candidate":"\#(long)","sdpMid":"0"}}"#,
            #"{"to":"a","kind":"candidate","candidate":{"candidate":"c","sdpMid":"\#(long)"}}"#,
        ]

        for text in texts {
            #expect(throws: Refusal.self) { try parse(text) }
            do { _ = try parse(text) } catch { #expect(!"\(error)".contains("secret")) }
        }
    }

    @Test("nested without end is refused")
    func deepNesting() {
        let text = #"{"to":"# + String(repeating: "[", count: 60_000)

        #expect(refusal { _ = try parse(text) } != nil)
    }

    @Test("mutated in any way is a message within limits, or a typed refusal", arguments: 1...20)
    func fuzz(seed: UInt64) {
        var mutator = Mutator(seed: seed)
        for _ in 0..<250 {
            let bytes = mutator.mutation()
            do {
                let message = try ClientMessage(json: bytes)
                if case .description(let description) = message.content {
                    #expect(1...61_440 ~= description.sdp.utf8.count)
                }
            } catch {
                #expect([.badJSON, .badMessage].contains(error.code))
            }
            _ = refusal { _ = try MemberName(json: bytes) }
        }
    }
}

/// Breaks well-formed messages, the same way for the same seed.
struct Mutator {
    private static let wellFormed = [
        #"{"to":"a","kind":"description","description":{"type":"offer","sdp":"v=0\r\n"}}"#,
        #"{"to":"a","kind":"candidate","candidate":{"candidate":"c","sdpMid":"0","sdpMLineIndex":0}}"#,
        #"{"to":"a","kind":"candidate","candidate":null,"name":"Ada"}"#,
    ].map { Array($0.utf8) }

    private static let tokens = [
        "null", "{", "}", "[", "]", "\"", "\\u0000", "\\ud800", "1e999", "-0", ":", ",", "\u{FF}",
    ].map { Array($0.utf8) }

    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func mutation() -> [UInt8] {
        var bytes = Self.wellFormed[next(Self.wellFormed.count)]
        for _ in 0...next(4) {
            let at = next(bytes.count)
            switch next(5) {
            case 0: bytes[at] ^= UInt8(1 << next(8))
            case 1: bytes.removeSubrange(at..<min(bytes.count, at + 1 + next(8)))
            case 2: bytes.insert(contentsOf: Self.tokens[next(Self.tokens.count)], at: at)
            case 3: bytes.insert(UInt8(next(256)), at: at)
            default: bytes = Array(bytes.prefix(at + 1))
            }
            if bytes.isEmpty { bytes = [0x20] }
        }
        return bytes
    }

    /// Source: Marsaglia, "Xorshift RNGs", 2003.
    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }
}

@Suite("A name")
struct MemberNameTests {
    @Test("is trimmed, in any script", arguments: [" Ada\n", "Žofie", "李 小龙", "👩‍👩‍👧‍👦", "A"])
    func good(text: String) throws {
        let name = try MemberName(text).text

        #expect(text.contains(name))
        #expect(name.first?.isWhitespace == false)
    }

    @Test(
        "is refused when empty, long, broken or disguised",
        arguments: [
            "", "  \n", String(repeating: "a", count: 41), "a\nb", "a\u{0}", "a\u{202E}b",
            "a\u{2066}b", "a\u{2028}b", "e" + String(repeating: "\u{301}", count: 400),
        ]
    )
    func bad(text: String) {
        #expect(refusal { _ = try MemberName(text) } == .badName)
    }
}

@Suite("A server's event")
struct ServerEventTests {
    @Test("is a name and one line of data")
    func lines() throws {
        #expect(
            try ServerEvent.left(member("a"), .vanished).lines()
                == "event: left\ndata: {\"member\":\"a\",\"reason\":\"vanished\"}\n\n"
        )
        #expect(
            try offered(by: "g", "v=0\r\na/b\n").lines(id: 7)
                == "id: 7\nevent: description\n"
                + #"data: {"description":{"sdp":"v=0\r\na/b\n","type":"offer"},"from":"g"}"#
                + "\n\n"
        )
    }

    @Test("says null where there is no candidate")
    func endOfCandidates() throws {
        #expect(
            try ServerEvent.candidate(nil, from: member("g")).lines()
                == "event: candidate\ndata: {\"candidate\":null,\"from\":\"g\"}\n\n"
        )
    }

    @Test("lists everyone in a welcome")
    func welcome() throws {
        let event = ServerEvent.welcome(member: member("a"), members: [seen("a")])

        #expect(
            try event.lines()
                == "event: welcome\n"
                + #"data: {"member":"a","members":[{"member":"a","name":"a"}]}"# + "\n\n"
        )
    }
}

@Suite("An identifier")
struct IdentifierTests {
    @Test("of a room is five groups of four letters")
    func room() {
        let entropy = (0..<20).map { UInt8($0 * 13) }

        // Python: "".join("0123456789abcdefghjkmnpqrstvwxyz"[i * 13 & 31] for i in range(20))
        #expect(RoomID(entropy: entropy).rawValue == "0dt7-m1ev-8n2f-w9p3-gxaq")
    }

    @Test("tells secrets apart, and writes them in hexadecimal")
    func secretText() {
        #expect(secret(0xAB).text == String(repeating: "ab", count: 32))
    }
}
