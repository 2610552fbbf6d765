/// Who may be seen: the mode that the user chose.
///
/// The raw values cross the wasm boundary.
public enum GateMode: UInt8, Sendable, CaseIterable {
    /// Everyone in view.
    case off = 0
    /// Everyone, while a face is large enough and inside the zone.
    case presence = 1
    /// The enrolled person alone.
    case identity = 2
}

/// What the gate found in the last frame, and so why somebody is hidden or shown.
///
/// The raw values cross the wasm boundary.
public enum GateState: Int32, Sendable {
    case off = 0
    case searching = 1
    case verifying = 2
    case verified = 3
    case unknown = 4
    case absent = 5
    case present = 6
    case tooSmall = 7
    case outside = 8
    case severalWhileVerifying = 9
    case waitingForLife = 10
}
