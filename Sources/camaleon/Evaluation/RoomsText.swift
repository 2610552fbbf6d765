import CamaleonMeasures

extension EmptyRoomMeasures.Summary {
    var text: String {
        let worst = pictures.first.map { "\nworst: \($0.name)" } ?? ""
        let rows: [(String, Double?)] = [
            ("person, mean", personShare), ("person, worst", personShareAtMost),
            ("visible room, mean", visibleShare), ("visible room, worst", visibleShareAtMost),
        ]
        return "\(count) pictures\n" + table(rows) + worst
    }
}
