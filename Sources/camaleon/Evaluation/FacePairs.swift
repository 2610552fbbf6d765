import Foundation

/// Which pictures of a folder are compared: a CSV with the columns first, second and same.
struct FacePairs {
    struct Pair: Equatable {
        let first: String
        let second: String
        /// Whether both show one person.
        let isSame: Bool
    }

    let pairs: [Pair]
    /// The names of all pictures in the pairs, each once.
    let names: [String]
    private let images: String

    /// - Throws: a failure when a file is missing, or a row is not what it should be, or there are no
    ///   pairs of one person or of two.
    init(images: String, pairs path: String) throws(Failure) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure(.noInput, "cannot read the pairs \(path)")
        }
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let first = rows.first?.firstIndex(of: "first"),
            let second = rows.first?.firstIndex(of: "second"),
            let same = rows.first?.firstIndex(of: "same")
        else { throw Failure(.badData, "\(path) needs the columns first, second and same") }
        var pairs: [Pair] = []
        for (number, row) in rows.enumerated().dropFirst() {
            guard max(first, second, same) < row.count, ["0", "1"].contains(row[same]) else {
                throw Failure(
                    .badData,
                    "\(path), row \(number + 1): two names, and 1 for one person or 0 for two"
                )
            }
            pairs.append(
                Pair(first: row[first], second: row[second], isSame: row[same] == "1")
            )
        }
        guard pairs.contains(where: \.isSame), pairs.contains(where: { !$0.isSame }) else {
            throw Failure(.badData, "\(path) needs pairs of one person and pairs of two")
        }
        self.pairs = pairs
        self.images = images
        names = Set(pairs.flatMap { [$0.first, $0.second] }).sorted()
        for name in names where !FileManager.default.isReadableFile(atPath: self.path(of: name)) {
            throw Failure(.noInput, "\(images) has no picture \(name)")
        }
    }

    /// Where a picture lies.
    func path(of name: String) -> String { "\(images)/\(name)" }

    /// Every two pictures, one person's being those whose names differ in their number alone.
    ///
    /// As Labeled Faces in the Wild has it: Name_0001.jpg.
    var everyPair: [Pair] {
        let people = names.map { $0.split(separator: "_").dropLast().joined(separator: "_") }
        return names.indices.flatMap { first in
            names.indices.dropFirst(first + 1).map { second in
                Pair(
                    first: names[first],
                    second: names[second],
                    isSame: people[first] == people[second]
                )
            }
        }
    }
}
