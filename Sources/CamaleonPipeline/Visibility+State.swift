internal import CamaleonFace

extension Visibility {
    /// The track of the enrolled person, where identity says that they may be shown.
    var shownTrack: Int? {
        if case .show(let track) = identity?.decision { track } else { nil }
    }

    /// Whether the enrolled person is recognised, and nobody is being enrolled.
    var isShowing: Bool { identity?.state == .verified && !isEnrolling }

    /// Whether nothing is in doubt about whoever may be shown.
    var isCertain: Bool {
        guard !isEnrolling else { return false }
        let isKnown = identity?.state == .verified && identity?.doubtedFrame == nil
        return mode == .presence || isKnown
    }

    /// Whether anybody may be seen in the last frame.
    var showsAnyone: Bool {
        guard isOn else { return true }
        guard !isEnrolling, presence?.isPresent == true else { return false }
        guard mode == .identity else { return true }
        return identity?.shownBox != nil && shownTrack != nil && isAlive
    }

    /// Whether the one who would be shown has shown a sign of life, if that is asked for.
    var isAlive: Bool {
        guard mode == .identity, let life else { return true }
        return shownTrack.map { life.isAlive($0) } ?? false
    }

    /// What the last frame's faces mean.
    var state: GateState {
        guard isOn else { return .off }
        switch presence?.state {
        case nil: return .searching
        case .tooSmall: return .tooSmall
        case .outside: return .outside
        case .absent where mode == .presence: return .absent
        case .present where mode == .presence: return .present
        case .absent, .present: return identityState
        }
    }

    private var identityState: GateState {
        switch identity?.state {
        case nil: .unknown
        case .searching: .searching
        case .verified: isAlive ? .verified : .waitingForLife
        case .unknown: .unknown
        case .absent: .absent
        case .verifying: seenCount > 1 ? .severalWhileVerifying : .verifying
        }
    }
}
