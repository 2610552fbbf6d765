import Foundation

/// What `camaleon evaluate liveness` says.
///
/// Source of the names: ISO/IEC 30107-3, attack presentation classification error rate (APCER, the share of
/// attacks that pass) and bona fide presentation classification error rate (BPCER, the share of people
/// who are refused).
struct LivenessReport: Encodable {
    /// Films of one kind.
    struct Films: Encodable {
        let name: String
        let count: Int
        /// Together.
        let seconds: Double
        /// Those with a sign of life, and with a sign of each kind.
        let alive: Int
        let blinked: Int
        let turned: Int
        let nodded: Int
        /// Until the first sign, of those that have one.
        let millisecondsMedian: Double?
        let milliseconds95thPercentile: Double?
        /// Of each film the greatest change of slope, and of these the 95th percentile and the greatest.
        let turn95thPercentile: Double
        let greatestTurn: Double
        let nod95thPercentile: Double
        let greatestNod: Double

        /// - Precondition: at least one film.
        init(_ name: String, _ films: [LifeReader.Presentation]) {
            let firsts = films.compactMap(\.firstSign)
            self.name = name
            count = films.count
            seconds = films.reduce(0) { $0 + $1.milliseconds } / 1000
            alive = firsts.count
            blinked = films.count { $0.firstBlink != nil }
            turned = films.count { $0.firstTurn != nil }
            nodded = films.count { $0.firstNod != nil }
            millisecondsMedian = firsts.isEmpty ? nil : firsts.percentile(50)
            milliseconds95thPercentile = firsts.isEmpty ? nil : firsts.percentile(95)
            turn95thPercentile = films.map(\.greatestTurn).percentile(95)
            greatestTurn = films.map(\.greatestTurn).max() ?? 0
            nod95thPercentile = films.map(\.greatestNod).percentile(95)
            greatestNod = films.map(\.greatestNod).max() ?? 0
        }
    }

    /// Of people, and of photographs by what is done with them.
    let people: Films?
    let attacks: [Films]
    /// Pictures and clips in which there was no face to hold up.
    let withoutFace: Int
    let bonaFideErrorRate: Double?
    let attackErrorRate: Double?
    /// Of the kind that passes most often, as the standard wants it.
    let worstAttackErrorRate: Double?

    init(
        people: [LifeReader.Presentation],
        attacks: [PhotographAttack: [LifeReader.Presentation]],
        withoutFace: Int
    ) {
        self.people = people.isEmpty ? nil : Films("people", people)
        self.attacks = PhotographAttack.allCases.compactMap { kind in
            attacks[kind].map { Films(kind.rawValue, $0) }
        }
        self.withoutFace = withoutFace
        bonaFideErrorRate = self.people.map { 1 - Double($0.alive) / Double($0.count) }
        let (alive, count) = self.attacks.reduce((0, 0)) { ($0.0 + $1.alive, $0.1 + $1.count) }
        attackErrorRate = count == 0 ? nil : Double(alive) / Double(count)
        worstAttackErrorRate = self.attacks.map { Double($0.alive) / Double($0.count) }.max()
    }

    private static let heading =
        "           films  seconds  alive  blink  turn  nod  median ms  p95 ms  turn at most"

    var text: String {
        var lines = [Self.heading]
        lines += ([people].compactMap(\.self) + attacks).map(\.text)
        if let rate = bonaFideErrorRate { lines.append("BPCER \(share(rate))") }
        if let rate = attackErrorRate, let worst = worstAttackErrorRate {
            lines.append("APCER \(share(rate)), of the worst kind \(share(worst))")
        }
        if withoutFace > 0 { lines.append("\(withoutFace) had no face to hold up") }
        return lines.joined(separator: "\n")
    }
}

extension LivenessReport.Films {
    fileprivate var text: String {
        let times = [millisecondsMedian, milliseconds95thPercentile].map {
            $0.map { String(Int($0)) } ?? "–"
        }
        let columns = [
            (String(count), 5), (String(format: "%.1f", seconds), 9), (String(alive), 7),
            (String(blinked), 7), (String(turned), 6), (String(nodded), 5), (times[0], 11),
            (times[1], 8), (share(greatestTurn), 14),
        ]
        return columns.reduce(name.padding(toLength: 11, withPad: " ", startingAt: 0)) {
            $0 + String(repeating: " ", count: max(1, $1.1 - $1.0.count)) + $1.0
        }
    }
}

private func share(_ value: Double) -> String { String(format: "%.3f", value) }
