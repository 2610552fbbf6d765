/// A model file that cannot be used, and the byte at which reading stopped.
public struct ModelError: Error, Equatable, Sendable {
    /// What was wrong.
    ///
    /// The raw values cross the wasm boundary (`Web/worker/engine.js` has their words): add new ones
    /// at the end, never renumber.
    public enum Reason: Int32, Sendable, CaseIterable {
        /// The magic number is missing.
        case notAModel = 1
        /// The file was written for a newer reader.
        case unsupportedVersion = 2
        /// The file ends inside a field or a tensor.
        case truncated = 3
        /// The file is longer or shorter than it says.
        case wrongLength = 4
        /// The bytes are not those that were written.
        case wrongChecksum = 5
        /// An operation or activation that this reader does not know.
        case unknownOperation = 6
        /// An operation reads a value that does not exist, or shapes that do not fit.
        case badGraph = 7
        /// A weight, bias or normalisation that is not a finite number.
        case notFinite = 8
        /// More channels, operations or weights than any network that runs here has.
        case tooLarge = 9
    }

    public let reason: Reason
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension ModelError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .notAModel: "not a model file: no magic number at byte \(offset)"
        case .unsupportedVersion:
            "the model file needs a newer CamaLeon (version at byte \(offset))"
        case .truncated: "the model file ends early, at byte \(offset)"
        case .wrongLength:
            "the model file has another length than it says (byte \(offset)): fetch it again"
        case .wrongChecksum:
            "the model file is damaged (checksum at byte \(offset)): fetch it again"
        case .unknownOperation:
            "the model file has an operation that is not known, at byte \(offset)"
        case .badGraph: "the model file's operations do not fit together, at byte \(offset)"
        case .notFinite:
            "the model file has a weight that is not a finite number, at byte \(offset)"
        case .tooLarge: "the model file describes a network that is too large, at byte \(offset)"
        }
    }
}
