internal import CamaleonFace
internal import CamaleonImage
internal import CamaleonPipeline

// Who may be seen: the gate, and the enrolment of a face.

/// Memory of the last enrolment's embedding, for ``enrolResult()``.
@safe nonisolated(unsafe) private var embedding = ByteBuffer(count: 4 * Embedding.count)

/// Chooses who may be seen: 0 everyone, 1 whoever is present, 2 the enrolled person.
/// - Returns: 0; −1 for another number, or when a network of the mode is missing.
@_expose(wasm, "camaleon_set_gate")
@_cdecl("camaleon_set_gate")
public func setGate(_ mode: UInt32) -> Int32 {
    guard mode < 256, let mode = GateMode(rawValue: UInt8(mode)), pipeline.setGate(mode) else {
        return badArgument
    }
    return 0
}

/// Sets where a face's centre counts as present, in parts of the frame, 0…1.
/// - Returns: 0; −1 if the zone is empty or reaches outside of the frame.
@_expose(wasm, "camaleon_set_zone")
@_cdecl("camaleon_set_zone")
public func setZone(left: Float, top: Float, right: Float, bottom: Float) -> Int32 {
    guard 0 <= left, left < right, right <= 1, 0 <= top, top < bottom, bottom <= 1 else {
        return badArgument
    }
    pipeline.presenceSettings.zone = Box(left: left, top: top, right: right, bottom: bottom)
    return 0
}

/// Sets the least height of a face, in parts of the frame's, 0…1.
@_expose(wasm, "camaleon_set_minimum_face")
@_cdecl("camaleon_set_minimum_face")
public func setMinimumFace(_ share: Float) -> Int32 {
    guard 0 <= share, share <= 1 else { return badArgument }
    pipeline.presenceSettings.leastFace = share
    return 0
}

/// Sets the embedding of whoever may be seen in identity mode: 128 floats at `address`; none if `count` is 0.
/// - Returns: 0; −1 for another count, or for numbers that are none.
@_expose(wasm, "camaleon_set_enrolled")
@_cdecl("camaleon_set_enrolled")
public func setEnrolled(_ address: UnsafeRawPointer?, count: UInt32) -> Int32 {
    guard count > 0 else {
        pipeline.setEnrolled(nil)
        return 0
    }
    guard let address = unsafe address, count == Embedding.count else { return badArgument }
    let values = (0..<Int(count)).map { index in
        unsafe address.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
    }
    guard let embedding = Embedding(values) else { return badArgument }
    pipeline.setEnrolled(embedding)
    return 0
}

/// Asks for signs of life from the enrolled person, without which nobody is shown: 0 no, 1 yes.
/// - Returns: 0; −1 for another number.
@_expose(wasm, "camaleon_set_liveness")
@_cdecl("camaleon_set_liveness")
public func setLiveness(_ isOn: UInt32) -> Int32 {
    guard isOn <= 1 else { return badArgument }
    pipeline.asksForLife = isOn == 1
    return 0
}

/// The raw value of a `GateState`, of the last frame.
@_expose(wasm, "camaleon_gate_state")
@_cdecl("camaleon_gate_state")
public func gateState() -> Int32 {
    pipeline.gateState.rawValue
}

/// Begins to learn a face; nobody is shown until ``enrolCancel()``.
/// - Returns: 0; −1 if a network is missing.
@_expose(wasm, "camaleon_enrol_begin")
@_cdecl("camaleon_enrol_begin")
public func enrolBegin() -> Int32 {
    pipeline.beginEnrolment() ? 0 : badArgument
}

/// Ends an enrolment, finished or not, and wipes what it gathered.
@_expose(wasm, "camaleon_enrol_cancel")
@_cdecl("camaleon_enrol_cancel")
public func enrolCancel() {
    pipeline.endEnrolment()
    for index in 0..<embedding.count { embedding[index] = 0 }
}

/// What to tell the user, in the low 8 bits; frames taken in the next 8; frames wanted in the next 8.
///
/// 0 look at the camera, 1 nobody is seen, 2 several faces, 3 too far, 4 too close, 5 turned away,
/// 6 blurred or dark, 7 hold still, 255 done.
@_expose(wasm, "camaleon_enrol_state")
@_cdecl("camaleon_enrol_state")
public func enrolState() -> Int32 {
    guard let (rules, hint) = pipeline.enrolment else { return 0 }
    let wanted = Enrolment.wantedCount
    let taken = Int32(rules.progress * Float(wanted) + 0.5)
    return hint.code | taken << 8 | Int32(wanted) << 16
}

/// Where the 128 floats of a finished enrolment are; nil before.
@_expose(wasm, "camaleon_enrol_result")
@_cdecl("camaleon_enrol_result")
public func enrolResult() -> UnsafeMutableRawPointer? {
    guard let result = pipeline.enrolment?.rules.result else { return nil }
    for (index, value) in result.values.enumerated() {
        unsafe embedding.address.storeBytes(of: value, toByteOffset: 4 * index, as: Float.self)
    }
    return unsafe embedding.address
}

extension Enrolment.Hint {
    fileprivate var code: Int32 {
        switch self {
        case .findFace: 1
        case .beAlone: 2
        case .comeCloser: 3
        case .moveBack: 4
        case .lookStraight: 5
        case .holdStill: 6
        case .hold, .wait: 7
        case .done: 255
        }
    }
}
