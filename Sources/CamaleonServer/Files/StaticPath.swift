#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A path of the address that names a file below a folder, and cannot name anything else.
struct StaticPath: Equatable {
    let components: [String]

    /// Reads the path of a URI, percent-encoded and with its leading slash.
    ///
    /// Nothing for a path that leaves the folder, names a hidden file, or is not plain text once
    /// decoded: each component is decoded by itself, so that an encoded slash stays a letter that
    /// no file name has.
    init?(uriPath: String) {
        guard uriPath.hasPrefix("/") else { return nil }
        var components: [String] = []
        for part in uriPath.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let name = String(part).removingPercentEncoding, Self.isPlain(name) else {
                return nil
            }
            components.append(name)
        }
        self.components = components
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".")
            && name.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" && $0 != "\\"
            }
    }
}
