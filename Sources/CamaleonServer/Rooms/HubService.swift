import ServiceLifecycle

/// Tells the hub that time passes, and when the server stops.
struct HubService: Service {
    static let period: Duration = .milliseconds(500)

    let hub: Hub

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.period)) != nil {
                await hub.tick()
            }
        }
        await hub.shutDown()
    }
}
