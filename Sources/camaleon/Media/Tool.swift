import Foundation

/// A program of FFmpeg's that is running, with pipes to it.
///
/// A class because it owns a process.
final class Tool {
    enum Program: String {
        case ffmpeg, ffprobe
    }

    /// What the process prints; at its end, nothing more comes.
    let output: FileHandle
    /// What the process reads.
    let input: FileHandle
    private let process = Process()
    private let errors: URL

    /// Starts a program.
    ///
    /// What it says on standard error goes to a file: a pipe that nobody drains would block it.
    init(_ program: Program, _ arguments: [String], readsInput: Bool = false) throws(Failure) {
        let outputPipe = Pipe(), inputPipe = Pipe()
        output = outputPipe.fileHandleForReading
        input = inputPipe.fileHandleForWriting
        errors = FileManager.default.temporaryDirectory.appending(
            path: "camaleon-\(UUID().uuidString).log"
        )
        do {
            process.executableURL = try Self.path(of: program)
            process.arguments = arguments
            process.standardOutput = outputPipe
            process.standardInput = readsInput ? inputPipe : FileHandle.nullDevice
            try Data().write(to: errors)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
        } catch let failure as Failure {
            throw failure
        } catch {
            try? FileManager.default.removeItem(at: errors)
            throw Failure(
                .unavailable,
                "cannot start \(program.rawValue): \(error.localizedDescription)"
            )
        }
    }

    deinit {
        try? input.close()
        try? output.close()
        if process.isRunning {
            process.terminate()
            // It may still be writing a file that is about to be removed.
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: errors)
    }

    /// Runs a program to its end, and returns what it printed.
    static func output(
        of program: Program,
        _ arguments: [String],
        orElse reason: Failure.Reason,
        _ words: String
    )
        throws(Failure) -> Data
    {
        let tool = try Tool(program, arguments)
        let data = (try? tool.output.readToEnd()) ?? Data()
        try tool.finish(orElse: reason, words)
        return data
    }

    /// Waits until the process has ended, having closed its input.
    ///
    /// - Throws: a failure of these words and the program's own last ones when it did not succeed.
    func finish(orElse reason: Failure.Reason, _ words: String) throws(Failure) {
        try? input.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(reason, "\(words)\(lastWords)") }
    }

    /// The last line that the program said on standard error, in brackets.
    private var lastWords: String {
        let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
        return line.map { " (\($0.trimmingCharacters(in: .whitespaces)))" } ?? ""
    }

    private static func path(of program: Program) throws(Failure) -> URL {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let paths = folders.map { "\($0)/\(program.rawValue)" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
            throw Failure(
                .unavailable,
                "\(program.rawValue) is missing: install FFmpeg (https://ffmpeg.org) and put it on PATH"
            )
        }
        return URL(filePath: path)
    }
}

extension Tool {
    /// Fills a buffer from what the process prints.
    ///
    /// - Returns: how many bytes came; fewer than asked for at the end alone.
    func read(into address: UnsafeMutableRawPointer, count: Int) -> Int {
        var total = 0
        while total < count {
            let length = Foundation.read(output.fileDescriptor, address + total, count - total)
            if length < 0 && errno == EINTR { continue }
            guard length > 0 else { break }
            total += length
        }
        return total
    }

    /// Gives the process bytes to read; false when it has stopped reading.
    func write(_ address: UnsafeRawPointer, count: Int) -> Bool {
        var total = 0
        while total < count {
            let length = Foundation.write(input.fileDescriptor, address + total, count - total)
            if length < 0 && errno == EINTR { continue }
            guard length > 0 else { return false }
            total += length
        }
        return true
    }
}
