import NIOCore
import Testing

@testable import CamaleonServer

@Suite("An ICE server's argument")
struct ICEServerTests {
    @Test("is a STUN address, or a TURN address with its account")
    func good() throws {
        let stun = try ICEServer(argument: "stun:stun.example.org:3478")
        let turn = try ICEServer(argument: "turns:ada:p:a@ss@turn.example.org?transport=tcp")

        #expect(stun.urls == ["stun:stun.example.org:3478"])
        #expect(stun.username == nil)
        #expect(turn.urls == ["turns:turn.example.org?transport=tcp"])
        #expect(turn.username == "ada")
        #expect(turn.credential == "p:a@ss")
    }

    @Test(
        "is refused when a browser would refuse it",
        arguments: [
            "", "stun:", "stun", "http://a", "turn:host", "turn:ada@host", "turn:a:b@",
            "stun:a b",
        ]
    )
    func bad(argument: String) {
        #expect(throws: ServerError.self) { try ICEServer(argument: argument) }
    }
}

@Suite("A server that cannot start")
struct StartTests {
    @Test("says which file of a certificate cannot be read")
    func certificate() throws {
        let folder = try TemporaryFolder(["certificate.pem": "not PEM"])
        var configuration = try Fixture().configuration
        configuration.tls = .init(
            certificate: "\(folder.path)/certificate.pem",
            key: "\(folder.path)/key.pem"
        )

        #expect(
            throws: ServerError(.certificateUnreadable, "\(folder.path)/certificate.pem")
        ) { try configuration.httpServer() }
    }

    @Test("says that a host has no address here")
    func host() async throws {
        var fixture = try Fixture()
        fixture.configuration.host = "192.0.2.1"

        await #expect(throws: ServerError(.addressUnavailable, "192.0.2.1:0")) {
            try await fixture.server.run { _ in }
        }
    }

    @Test("says that the page is missing")
    func page() async throws {
        let fixture = try Fixture(web: ["other.html": ""])

        await #expect(throws: ServerError(.pageMissing, "\(fixture.web.path)/index.html")) {
            try await fixture.server.run { _ in }
        }
    }
}

@Suite("A server's address")
struct AddressTests {
    @Test(
        "is what to type into a browser",
        arguments: [
            ("127.0.0.1", false, "http://localhost:81"), ("::", false, "http://localhost:81"),
            ("0.0.0.0", true, "https://localhost:81"), ("fe80::1", false, "http://[fe80::1]:81"),
            ("camaleon.example", true, "https://camaleon.example:81"),
        ]
    )
    func address(host: String, isSecure: Bool, expected: String) {
        var configuration = ServerConfiguration(
            host: host,
            port: 80,
            webDirectory: "",
            assetsDirectory: ""
        )
        if isSecure { configuration.tls = .init(certificate: "", key: "") }

        #expect(configuration.address(port: 81) == expected)
    }
}

@Suite("A client's address")
struct ClientAddressTests {
    private func address(_ text: String) throws -> ClientAddress {
        ClientAddress(try SocketAddress(ipAddress: text, port: 1))
    }

    @Test("is one for a whole IPv6 network, and for IPv4 in either form")
    func networks() throws {
        #expect(try address("2001:db8::1") == address("2001:db8::ffff:2"))
        #expect(try address("2001:db8::1") != address("2001:db8:0:1::1"))
        #expect(try address("192.0.2.1") == address("::ffff:192.0.2.1"))
        #expect(try address("192.0.2.1") != address("192.0.2.2"))
    }
}
