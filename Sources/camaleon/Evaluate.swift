import ArgumentParser

/// Measures the engine over folders of pictures: `camaleon evaluate segmentation …`.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the engine over pictures.",
        subcommands: [EvaluateSegmentation.self]
    )
}
