// What a request says about the representation that it wants, as functions of header values.

/// Whether gzip may be sent in answer to this `Accept-Encoding`: RFC 9110, §12.5.3.
func acceptsGzip(_ header: String?) -> Bool {
    guard let header else { return false }
    var weights: [String: Double] = [:]
    for element in header.lowercased().split(separator: ",") {
        let parts = element.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
        guard let coding = parts.first else { continue }
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
        weights[coding] = weight.map { Double($0) ?? 0 } ?? 1
    }
    return (weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0) > 0
}

/// Whether this `If-None-Match` names `tag`: RFC 9110, §13.1.2, compared weakly.
func matches(_ header: String?, tag: String) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { element in
        let element = element.filter { !$0.isWhitespace }
        return element == "*"
            || (element.hasPrefix("W/") ? element.dropFirst(2) : element[...]) == tag
    }
}
