import Hummingbird
import NIOCore

/// What a route knows of its request beyond HTTP.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    var address: ClientAddress { ClientAddress(channel.remoteAddress) }
}
