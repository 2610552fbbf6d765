/// A plate that cannot be worn, and the byte at which reading stopped.
public struct PlateError: Error, Equatable, Sendable {
    /// What was wrong.
    ///
    /// The raw values cross the wasm boundary: add new ones at the end, never renumber.
    public enum Reason: Int32, Sendable, CaseIterable {
        /// The magic number is missing.
        case notAPlate = 1
        /// The plate was written for a newer reader.
        case unsupportedVersion = 2
        /// The plate ends inside its header.
        case truncated = 3
        /// The plate is longer or shorter than its tiles.
        case wrongLength = 4
        /// A flag that this reader does not know.
        case unknownFlag = 5
        /// No pixels, or more than any camera's plate has.
        case badSize = 6
        /// A tile outside the plate, out of order, or with known cells outside the plate.
        case badTile = 7
    }

    public let reason: Reason
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension PlateError: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .notAPlate: "not a plate: no magic number at byte \(offset)"
        case .unsupportedVersion: "the plate needs a newer CamaLeon (version at byte \(offset))"
        case .truncated: "the plate ends early, at byte \(offset)"
        case .wrongLength:
            "the plate has another length than its tiles need (count at byte \(offset))"
        case .unknownFlag: "the plate has a flag that is not known, at byte \(offset)"
        case .badSize: "the plate has a size that no room has, at byte \(offset)"
        case .badTile: "the plate has a tile that does not fit, at byte \(offset)"
        }
    }
}
