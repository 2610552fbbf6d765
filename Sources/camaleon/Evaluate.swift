import ArgumentParser

/// Measures the engine over folders of pictures and clips: `camaleon evaluate segmentation …`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the engine over pictures and clips.",
        subcommands: [
            EvaluateSegmentation.self, EvaluateRooms.self, EvaluateSteadiness.self,
            EvaluateNetwork.self, EvaluateFaces.self, EvaluateGate.self, EvaluateLiveness.self,
        ]
    )
}
