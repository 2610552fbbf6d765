/// What a member is called: one short line of visible text.
public struct MemberName: Equatable, Sendable {
    /// As people count letters.
    public static let characterLimit = 40
    /// A letter may carry any number of marks, so that a limit on letters alone is none.
    public static let byteLimit = 320

    public let text: String

    /// Trims `text` and checks it.
    ///
    /// - Throws: ``Refusal/Code/badName``.
    public init(_ text: String) throws(Refusal) {
        let trimmed = String(
            text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        )
        guard !trimmed.isEmpty else {
            throw Refusal(.badName, "The name is empty. Give at least one letter.")
        }
        guard trimmed.count <= Self.characterLimit, trimmed.utf8.count <= Self.byteLimit else {
            throw Refusal(.badName, "The name is too long. Give at most 40 letters.")
        }
        guard trimmed.unicodeScalars.allSatisfy(Self.isVisible) else {
            throw Refusal(.badName, "The name holds control characters. Give one line of text.")
        }
        self.text = trimmed
    }

    /// Whether a letter may be in a name.
    ///
    /// Not line breaks, controls and the marks that make text run the other way, with which one
    /// name can be made to look like another. Joiners stay: emoji and many scripts need them.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: false
        // Unicode Standard Annex #9, §2: explicit directional embeddings, overrides and isolates.
        default: !(0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value)
        }
    }
}
