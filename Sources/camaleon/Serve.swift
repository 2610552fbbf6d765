import ArgumentParser
import CamaleonServer
import Foundation
import Logging

/// Runs the server: `camaleon serve --port 8080`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the page and let people meet.",
        discussion: """
            Browsers grant the camera on localhost, or over TLS: give a certificate and its key, or \
            put a proxy with TLS in front. Exits with 66 (EX_NOINPUT) when a file is missing or \
            cannot be read, and with 69 (EX_UNAVAILABLE) when the address cannot be listened on.
            """
    )

    @Option(help: "The address to listen on; 0.0.0.0 for every network of this machine.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 lets the system choose.")
    var port = 8080

    @Option(help: "The folder of the page.", completion: .directory)
    var web = "Web"

    @Option(help: "The folder of the engine and its model.", completion: .directory)
    var assets = ".build/assets"

    @Option(help: "A certificate and its chain, in PEM.", completion: .file())
    var tlsCertificate: String?

    @Option(help: "The certificate's private key, in PEM.", completion: .file())
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "A STUN or TURN server for the browsers: stun:HOST or turn:USER:PASSWORD@HOST.",
            discussion: "May be given several times. Without any, calls stay in one network."
        )
    )
    var iceServer: [String] = []

    @Flag(help: "Log every request, without addresses, names or rooms.")
    var verbose = false

    func validate() throws {
        guard 0...65535 ~= port else { throw ValidationError("--port must be 0 to 65535.") }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together.")
        }
        do {
            _ = try iceServer.map { try ICEServer(argument: $0) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        var logger = Logger(label: "camaleon") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .notice
        do {
            try await CamaleonServer(try serverConfiguration(), logger: logger).run { address in
                // Not `print`, which a pipe would hold back.
                FileHandle.standardOutput.write(Data("CamaLeon is ready at \(address)\n".utf8))
            }
        } catch let error as ServerError {
            FileHandle.standardError.write(Data("camaleon serve: \(error)\n".utf8))
            throw ExitCode(error.exitCode)
        }
    }

    private func serverConfiguration() throws -> ServerConfiguration {
        var tls: ServerConfiguration.TLSFiles?
        if let tlsCertificate, let tlsKey {
            tls = .init(certificate: tlsCertificate, key: tlsKey)
        }
        return ServerConfiguration(
            host: host,
            port: port,
            webDirectory: web,
            assetsDirectory: assets,
            tls: tls,
            iceServers: try iceServer.map { try ICEServer(argument: $0) }
        )
    }
}

extension ServerError {
    /// As sysexits.h has it.
    fileprivate var exitCode: Int32 {
        switch reason {
        case .addressInUse, .addressUnavailable: 69
        case .pageMissing, .certificateUnreadable, .keyUnreadable, .certificateRefused: 66
        case .badICEServer: 64
        }
    }
}
