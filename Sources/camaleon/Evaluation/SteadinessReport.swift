import CamaleonMeasures

/// How steady mattes are in clips, and how well they follow in composed films, by who makes them.
struct SteadinessReport: Encodable {
    struct Clips: Encodable {
        let count: Int
        let frames: Int
        /// Of all pixels of all frames, 0…1.
        let stillShare: Double
        let makers: [String: FlickerMeasures.Summary]
    }

    struct Films: Encodable {
        let count: Int
        /// Pixels a frame.
        let speed: Int
        let makers: [String: MotionMeasures.Summary]
    }

    let clips: Clips?
    let motion: Films
}

extension SteadinessReport {
    var text: String {
        let names = ComparedMattes.Maker.all.map(\.name)
        var lines: [String] = []
        if let clips {
            lines.append(
                "\(clips.count) clips, \(clips.frames) frames, \(Int((100 * clips.stillShare).rounded())) % still"
            )
            lines += names.compactMap { name in
                clips.makers[name].map {
                    table([("\(name): flips", $0.flipsPerThousand), ("\(name): dtSSD", $0.dtSSD)])
                }
            }
        }
        lines.append("\(motion.count) figures, \(motion.speed) pixels a frame")
        lines += names.compactMap { name in
            motion.makers[name].map {
                table([
                    ("\(name): lag in pixels", $0.lag), ("\(name): ghost", $0.ghostShare),
                    ("\(name): dtSSD", $0.dtSSD),
                ])
            }
        }
        return lines.joined(separator: "\n")
    }
}
