import HummingbirdCore
import HummingbirdTLS
import NIOSSL

extension ServerConfiguration {
    /// HTTP/1.1, over TLS where a certificate was given.
    ///
    /// - Throws: ``ServerError`` that names the file which cannot be used.
    func httpServer() throws(ServerError) -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                // For a connection that does nothing; an event stream does something.
                idleTimeout: .seconds(60),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 * 1024,
                    maxHeaderListSize: 32 * 1024,
                    maxHeaderFieldCount: 100
                )
            )
        )
        guard let tls else { return plain }
        let tlsConfiguration = try tls.configuration()
        do {
            // Tried out here: the server itself would fail later, and without naming the file.
            _ = try NIOSSLContext(configuration: tlsConfiguration)
            return try .tls(plain, tlsConfiguration: tlsConfiguration)
        } catch {
            throw ServerError(.certificateRefused, tls.certificate)
        }
    }
}

extension ServerConfiguration.TLSFiles {
    fileprivate func configuration() throws(ServerError) -> TLSConfiguration {
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificate), !chain.isEmpty else {
            throw ServerError(.certificateUnreadable, certificate)
        }
        guard let privateKey = try? NIOSSLPrivateKey(file: key, format: .pem) else {
            throw ServerError(.keyUnreadable, key)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(privateKey)
        )
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }
}
