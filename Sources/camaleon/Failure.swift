import ArgumentParser
import Foundation

/// Why a command stopped: a sentence for people, and an exit code for scripts.
struct Failure: Error, Equatable {
    /// As sysexits.h has them.
    enum Reason: Int32 {
        /// The arguments contradict each other.
        case badUsage = 64
        /// A file is not what it should be.
        case badData = 65
        /// A file is missing or cannot be read.
        case noInput = 66
        /// A program that is needed is missing.
        case unavailable = 69
        /// The output cannot be created.
        case cannotCreate = 73
        /// Reading or writing failed on the way.
        case inputOutput = 74
    }

    let reason: Reason
    let message: String

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// Runs a command's work; a failure is told on standard error and becomes the exit code.
    static func told(by command: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let failure as Failure {
            say("camaleon \(command): \(failure.message)")
            throw ExitCode(failure.reason.rawValue)
        }
    }
}

/// Prints a line on standard error.
func say(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
}
