/// What a file is, by its name's ending.
///
/// Files of other kinds are not served.
struct ContentType: Equatable {
    let value: String

    /// - Parameter name: The last component of a path.
    init?(fileName name: String) {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex,
            let value = Self.types[name[name.index(after: dot)...].lowercased()]
        else { return nil }
        self.value = value
    }

    private static let types = [
        "html": "text/html; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json",
        "webmanifest": "application/manifest+json",
        "wasm": "application/wasm",
        "cml": "application/octet-stream",
        "svg": "image/svg+xml",
        "png": "image/png",
        "jpg": "image/jpeg",
        "webp": "image/webp",
        "ico": "image/vnd.microsoft.icon",
        "woff2": "font/woff2",
        "txt": "text/plain; charset=utf-8",
    ]
}
