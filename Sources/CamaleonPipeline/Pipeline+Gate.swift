public import CamaleonFace

/// Who may be seen, for the pipeline's caller.
extension Pipeline {
    /// Chooses who may be seen.
    ///
    /// Until the gate says so, nobody is.
    ///
    /// - Returns: false, and then nothing changes, if a network of the mode is missing.
    public func setGate(_ mode: GateMode) -> Bool {
        guard gate.networks.canRun(mode) else { return false }
        guard mode != gate.visibility.mode else { return true }
        gate.set(mode)
        // A crop belongs to those who were shown.
        forgetPast()
        return true
    }

    /// Where a face counts as present, and from which size on.
    public var presenceSettings: Presence.Settings {
        get { gate.visibility.settings }
        set { gate.visibility.settings = newValue }
    }

    /// Sets whose face is let through in identity mode; nobody's if it is nil.
    public func setEnrolled(_ embedding: Embedding?) {
        gate.enrol(embedding)
    }

    /// Whether the enrolled person is shown only after a sign of life: a photograph gives none.
    public var asksForLife: Bool {
        get { gate.asksForLife }
        set { gate.asksForLife = newValue }
    }

    /// What the gate found in the last frame.
    public var gateState: GateState { gate.state }

    /// Begins to learn a face; meanwhile nobody is shown.
    ///
    /// - Returns: false if a network is missing.
    public func beginEnrolment() -> Bool {
        guard gate.networks.canRun(.identity) else { return false }
        gate.beginEnrolment()
        return true
    }

    public func endEnrolment() {
        gate.endEnrolment()
    }

    /// The enrolment in progress, and what the user should do.
    public var enrolment: (rules: Enrolment, hint: Enrolment.Hint)? {
        gate.enrolment.map { ($0, gate.enrolmentHint) }
    }
}
