import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import CamaleonServer

@Suite("A file")
struct StaticFileTests {
    static let long = String(repeating: "let gecko = 1;\n", count: 500)

    func fixture() throws -> Fixture {
        try Fixture(
            web: ["index.html": "<!doctype html>", "ui/app.js": Self.long, ".secret.js": "no"],
            assets: ["engine-simd.wasm": "\0asm", "unet.cml": "CAML"]
        )
    }

    @Test(
        "has the type of its name",
        arguments: [
            ("/", "text/html; charset=utf-8"),
            ("/r/k7mq-2xwd", "text/html; charset=utf-8"),
            ("/index.html", "text/html; charset=utf-8"),
            ("/ui/app.js", "text/javascript; charset=utf-8"),
            ("/ui/app.js?v=1", "text/javascript; charset=utf-8"),
            ("/ui/%61pp.js", "text/javascript; charset=utf-8"),
            ("/assets/engine-simd.wasm", "application/wasm"),
            ("/assets/unet.cml", "application/octet-stream"),
        ]
    )
    func types(uri: String, type: String) async throws {
        try await fixture().test { client in
            let response = try await client.get(uri)

            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == type)
            #expect(response.headers[.cacheControl] == "no-cache")
        }
    }

    @Test(
        "outside the folders, hidden or of an unknown kind is not there",
        arguments: [
            "/../index.html", "/ui/../index.html", "/%2e%2e/index.html", "/ui/..%2findex.html",
            "/ui%2fapp.js", "/.secret.js", "/ui", "/ui/", "//index.html", "/ui//app.js",
            "/nothing.js",
            "/assets", "/assets/", "/assets/../index.html", "/ui/app.js%00", "/ui/app.js%ff",
            "/ui\\app.js", "/ui/app", "/r", "/r/a/b", "/%",
        ]
    )
    func refused(uri: String) async throws {
        try await fixture().test { client in
            let response = try await client.get(uri)

            #expect(response.status == .notFound)
            #expect(response.code == "not_found")
        }
    }

    @Test("is compressed for whoever takes gzip, once that pays")
    func compression() async throws {
        try await fixture().test { client in
            let plain = try await client.get("/ui/app.js")
            let small = try await client.get("/", headers: [.acceptEncoding: "gzip"])
            let packed = try await client.get("/ui/app.js", headers: [.acceptEncoding: "br, gzip"])

            #expect(plain.text == Self.long)
            #expect(plain.headers[.contentEncoding] == nil)
            #expect(small.headers[.contentEncoding] == nil)
            #expect(packed.headers[.contentEncoding] == "gzip")
            #expect(packed.headers[.vary] == "Accept-Encoding")
            #expect(packed.body.readableBytes < Self.long.utf8.count / 10)
            // RFC 1952, §2.3: magic number, and deflate as the method.
            #expect(Array(buffer: packed.body).prefix(3) == [0x1F, 0x8B, 8])
            #expect(packed.headers[.eTag] != plain.headers[.eTag])
        }
    }

    @Test("is not sent again while it stays the same", arguments: ["identity", "gzip"])
    func notModified(encoding: String) async throws {
        let fixture = try fixture()
        try await fixture.test { client in
            var headers: HTTPFields = [.acceptEncoding: encoding]
            let first = try await client.get("/ui/app.js", headers: headers)
            headers[.ifNoneMatch] = "\"other\", W/\(first.headers[.eTag] ?? "")"
            let second = try await client.get("/ui/app.js", headers: headers)
            try fixture.web.write("changed", to: "ui/app.js")
            let third = try await client.get("/ui/app.js", headers: headers)

            #expect(second.status == .notModified)
            #expect(second.body.readableBytes == 0)
            #expect(second.headers[.eTag] == first.headers[.eTag])
            #expect(second.headers[.contentLength] == nil)
            #expect(third.status == .ok)
            #expect(third.text == "changed")
        }
    }

    @Test("answers HEAD with the same headers and no body")
    func head() async throws {
        try await fixture().test { client in
            let get = try await client.get("/ui/app.js")
            let head = try await client.send("/ui/app.js", .head, [:], nil)

            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            #expect(head.headers == get.headers)
        }
    }

    @Test("takes no POST")
    func post() async throws {
        try await fixture().test { client in
            let response = try await client.post("/ui/app.js", "{}")

            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == "GET, HEAD")
        }
    }
}

@Suite("Every response")
struct SecurityHeaderTests {
    @Test(
        "says what a browser may not do with it",
        arguments: [
            "/", "/nothing", "/health", "/api/rooms", "/api/rooms/nowhere",
        ]
    )
    func headers(uri: String) async throws {
        try await Fixture().test { client in
            let headers = try await client.get(uri).headers

            #expect(
                headers[.contentSecurityPolicy]
                    == "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
                    + "worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                    + "media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            )
            for (name, value) in [
                ("Cross-Origin-Opener-Policy", "same-origin"),
                ("Cross-Origin-Embedder-Policy", "require-corp"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
            ] {
                #expect(headers[try #require(HTTPField.Name(name))] == value)
            }
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[.referrerPolicy] == "no-referrer")
            #expect(headers[.permissionsPolicy]?.hasPrefix("camera=(self)") == true)
        }
    }
}

@Suite("A request's conditions")
struct ConditionTests {
    @Test(
        "accept gzip or not",
        arguments: [
            ("gzip", true), ("br;q=1.0, GZIP;q=0.5", true), ("*", true), ("x-gzip", true),
            ("gzip;q=0", false), ("*, gzip;q=0", false), ("identity", false), ("", false),
            ("gzip;q=nonsense", false), (",,;", false),
        ]
    )
    func encodings(header: String, isAccepted: Bool) {
        #expect(acceptsGzip(header) == isAccepted)
        #expect(!acceptsGzip(nil))
    }

    @Test(
        "match a tag or not",
        arguments: [
            ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true),
            ("\"b\"", false), ("a", false), ("", false),
        ]
    )
    func tags(header: String, isMatch: Bool) {
        #expect(matches(header, tag: "\"a\"") == isMatch)
    }
}

@Suite("Compressed bytes")
struct GzipTests {
    @Test("are what gunzip makes of them", arguments: [0, 1, 100_000])
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let compressed = try #require(gzip(bytes))
        let folder = try TemporaryFolder([:])
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true
        )
        let file = "\(folder.path)/bytes.gz"
        try Data(compressed).write(to: URL(fileURLWithPath: file))

        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file]
        process.standardOutput = output
        try process.run()
        let restored = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()

        #expect(process.terminationStatus == 0)
        #expect(Array(restored) == bytes)
        withExtendedLifetime(folder) {}
    }
}
