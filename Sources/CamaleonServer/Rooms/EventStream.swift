import Hummingbird
import NIOCore

/// One open event stream, as text that the hub writes and a response carries to the browser.
struct EventStream: Sendable {
    /// Browsers wait this long before they reconnect; their own choice is up to five seconds.
    static let retryMilliseconds = 1000
    /// With a heartbeat every ten seconds, a silent network is noticed in twenty.
    static let unacknowledgedLimitMilliseconds: CInt = 10_000

    let text: AsyncStream<String>
    /// Ends the stream from this side.
    let end: @Sendable () -> Void

    /// The response that goes on until either side ends it.
    func response(to request: Request, over channel: any Channel) -> Response {
        limitSilence(of: channel)
        let body = ResponseBody { writer in
            defer { end() }
            try await writer.write(ByteBuffer(string: "retry: \(Self.retryMilliseconds)\n\n"))
            try await request.body.consumeWithInboundCloseHandler { _ in
                for await lines in text {
                    try await writer.write(ByteBuffer(string: lines))
                }
            } onInboundClosed: {
                end()
            }
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: "text/event-stream",
            .cacheControl: "no-store",
            // nginx would otherwise hold events back until a buffer is full.
            .accelBuffering: "no",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Has the system break a connection whose other end no longer acknowledges what we send: a
    /// laptop that was closed says no goodbye, and TCP alone would wait for a quarter of an hour.
    private func limitSilence(of channel: any Channel) {
        #if os(Linux)
        // RFC 5482; 18 is TCP_USER_TIMEOUT in linux/tcp.h. Tests run on channels without a socket.
        let option = NIOBSDSocket.Option(rawValue: 18)
        guard let socket = channel as? any SocketOptionProvider else { return }
        _ = socket.unsafeSetSocketOption(
            level: .tcp,
            name: option,
            value: Self.unacknowledgedLimitMilliseconds
        )
        #endif
    }
}
