import ArgumentParser

/// The command line: one small file a command.
@main
struct Camaleon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "camaleon",
        abstract: "A video call in which your room never leaves your machine.",
        subcommands: [Serve.self, Matte.self, Evaluate.self, Bench.self]
    )
}
