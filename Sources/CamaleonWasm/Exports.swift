internal import CamaleonImage
internal import CamaleonNetwork
internal import CamaleonPipeline
internal import CamaleonScene

// The wasm boundary: every function that JavaScript may call in a call, and nothing else
// (`BenchExports.swift` has what the benchmark calls besides).
//
// Only integers cross it. Bytes cross by address, in memory that the engine allocates and that the
// caller fills or reads before its next call. No export traps on bad bytes or numbers: each returns a
// status, 0 for success, else the raw value of an error's reason (`Web/worker/engine.js`).

/// The engine of this instance: a worker owns one and calls it from one thread, so nothing is locked.
@safe nonisolated(unsafe) var pipeline = Pipeline(clock: now)

/// What ``encodePlate(whole:)`` made last.
@safe nonisolated(unsafe) private var plate = ByteBuffer(count: 0)

/// A number that is none of its kind: a mode, a format, a size.
let badArgument: Int32 = -1

/// Allocates `byteCount` bytes, aligned for SIMD.
@_expose(wasm, "camaleon_allocate")
@_cdecl("camaleon_allocate")
public func allocate(byteCount: UInt32) -> UnsafeMutableRawPointer {
    .allocate(byteCount: Int(byteCount), alignment: 16)
}

/// Frees what ``allocate(byteCount:)`` returned.
@_expose(wasm, "camaleon_free")
@_cdecl("camaleon_free")
public func free(_ address: UnsafeMutableRawPointer) {
    unsafe address.deallocate()
}

/// Reads the network at `address`, and keeps none of those bytes: a `NetworkKind`'s raw value says what for.
/// - Returns: 0, or the raw value of a `ModelError.Reason`, and then the network before is kept; −1 for another kind.
@_expose(wasm, "camaleon_load_network")
@_cdecl("camaleon_load_network")
public func loadNetwork(_ kind: UInt32, _ address: UnsafeRawPointer, byteCount: UInt32) -> Int32 {
    guard kind < 256, let kind = NetworkKind(rawValue: UInt8(kind)) else { return badArgument }
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: address, count: Int(byteCount)))
    do throws(ModelError) {
        try pipeline.load(kind, model: bytes)
        return 0
    } catch {
        return error.reason.rawValue
    }
}

/// Makes ready for frames of a size and format; addresses from before are no longer valid.
///
/// The pixel format is 0 for I420, 1 for NV12, 2 for RGBA. The colour space has bit 0 set for BT.709,
/// else it is BT.601; bit 1 is set for full range.
///
/// - Returns: 0, or −1 for a number that is none of these.
@_expose(wasm, "camaleon_configure")
@_cdecl("camaleon_configure")
public func configure(
    width: UInt32,
    height: UInt32,
    pixelFormat: UInt32,
    colorSpace: UInt32
) -> Int32 {
    guard width <= FrameFormat.greatestSide, height <= FrameFormat.greatestSide,
        FrameFormat.isValid(width: Int(width), height: Int(height)), colorSpace < 4,
        pixelFormat < 256,
        let pixelFormat = PixelFormat(rawValue: UInt8(pixelFormat))
    else { return badArgument }
    pipeline.configure(
        FrameFormat(
            width: Int(width),
            height: Int(height),
            pixelFormat: pixelFormat,
            colorSpace: ColorSpace(
                matrix: colorSpace & 1 == 1 ? .bt709 : .bt601,
                isFullRange: colorSpace & 2 == 2
            )
        )
    )
    return 0
}

/// Where the camera's bytes go, rows without gaps; nil before ``configure(width:height:pixelFormat:colorSpace:)``.
@_expose(wasm, "camaleon_input")
@_cdecl("camaleon_input")
public func input() -> UnsafeMutableRawPointer? {
    pipeline.isConfigured ? unsafe pipeline.input.address : nil
}

/// Where the safe frame is: I420, planes without gaps.
@_expose(wasm, "camaleon_output")
@_cdecl("camaleon_output")
public func output() -> UnsafeMutableRawPointer? {
    pipeline.isConfigured ? unsafe pipeline.outputBuffer.address : nil
}

/// Turns the input into the output; the frame's time is in microseconds of any clock.
@_expose(wasm, "camaleon_process")
@_cdecl("camaleon_process")
public func process(timestampMicroseconds: Double) {
    // A clock that no number fits is as good as one that stands still: then nobody new is let through.
    let isTime = timestampMicroseconds.magnitude < 9e15
    pipeline.process(at: isTime ? Int64(timestampMicroseconds) : 0)
}

/// Chooses what is behind the person: 0 none, 1 blur, 2 image, 3 camaleon.
@_expose(wasm, "camaleon_set_background")
@_cdecl("camaleon_set_background")
public func setBackground(_ mode: UInt32) -> Int32 {
    guard mode < 256, let background = Background(rawValue: UInt8(mode)) else { return badArgument }
    pipeline.background = background
    return 0
}

/// Copies the image of mode *image*: width · height pixels of R, G, B and A at `address`.
@_expose(wasm, "camaleon_set_image")
@_cdecl("camaleon_set_image")
public func setImage(_ address: UnsafeRawPointer, width: UInt32, height: UInt32) -> Int32 {
    guard 1...4096 ~= width && 1...4096 ~= height else { return badArgument }
    let copy = ByteBuffer(count: Int(4 * width * height))
    unsafe copy.address.copyMemory(from: address, byteCount: copy.count)
    pipeline.setImage(rgba: copy, width: Int(width), height: Int(height))
    return 0
}

/// Begins to learn the plate of the own room (1), or forgets it (0).
@_expose(wasm, "camaleon_learn_plate")
@_cdecl("camaleon_learn_plate")
public func learnPlate(_ isOn: UInt32) {
    pipeline.learnsPlate = isOn != 0
}

/// Encodes the plate's changed tiles (0) or all of them (1), to be read at ``plateAddress()``.
/// - Returns: how many bytes; 0 if there is nothing to send.
@_expose(wasm, "camaleon_encode_plate")
@_cdecl("camaleon_encode_plate")
public func encodePlate(whole: UInt32) -> UInt32 {
    guard let bytes = pipeline.encodePlate(whole: whole != 0) else { return 0 }
    plate = ByteBuffer(count: bytes.count)
    unsafe bytes.withUnsafeBytes { bytes in
        let target = unsafe UnsafeMutableRawBufferPointer(start: plate.address, count: plate.count)
        unsafe target.copyMemory(from: bytes)
    }
    return UInt32(bytes.count)
}

@_expose(wasm, "camaleon_plate")
@_cdecl("camaleon_plate")
public func plateAddress() -> UnsafeMutableRawPointer {
    unsafe plate.address
}

/// Blends a plate of the other's room into what is known of it.
/// - Returns: 0, or the raw value of a `PlateError.Reason`; then nothing has changed.
@_expose(wasm, "camaleon_wear")
@_cdecl("camaleon_wear")
public func wear(_ address: UnsafeRawPointer, byteCount: UInt32) -> Int32 {
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: address, count: Int(byteCount)))
    do throws(PlateError) {
        try pipeline.wornRoom.receive(bytes)
        return 0
    } catch {
        return error.reason.rawValue
    }
}

/// Forgets the room of the other, at once.
@_expose(wasm, "camaleon_forget_room")
@_cdecl("camaleon_forget_room")
public func forgetRoom() {
    pipeline.wornRoom.forget()
}

/// Thousandths of the worn room that nobody has seen yet; 1000 when none is worn.
@_expose(wasm, "camaleon_hole_share")
@_cdecl("camaleon_hole_share")
public func holeShare() -> UInt32 {
    UInt32(max(0, min(1, pipeline.wornRoom.holeShare)) * 1000)
}

/// Microseconds that a stage took in the last frame: 0 ingest, 1 segment, 2 steady, 3 refine,
/// 4 place, 5 compose, 6 learn, 7 faces, 8 crop.
@_expose(wasm, "camaleon_stage_microseconds")
@_cdecl("camaleon_stage_microseconds")
public func stageMicroseconds(_ stage: UInt32) -> UInt32 {
    guard stage < pipeline.stageMilliseconds.count else { return 0 }
    return UInt32(max(0, pipeline.stageMilliseconds[Int(stage)]) * 1000)
}

/// How much of the matting this machine has the time for: 0 all, 1 at fewer pixels, 2 every second frame, 3 none,
/// so that the background alone is shown.
@_expose(wasm, "camaleon_matting_quality")
@_cdecl("camaleon_matting_quality")
public func mattingQuality() -> UInt32 {
    UInt32(pipeline.mattingQuality.rawValue)
}
