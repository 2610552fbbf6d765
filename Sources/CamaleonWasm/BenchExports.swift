internal import CamaleonKernels
internal import CamaleonNetwork

// What the benchmark page calls: the machine's peak, and the network alone.

/// Safe as the pipeline is: one worker, one thread.
@safe nonisolated(unsafe) private var network: Network?
@safe nonisolated(unsafe) private var model: Model?

/// Runs `iterations` of 48 multiply–adds each in registers.
@_expose(wasm, "camaleon_bench_peak")
@_cdecl("camaleon_bench_peak")
public func benchPeak(iterations: UInt32) -> Float {
    multiplyAddPeak(iterations: Int(iterations))
}

/// Reads a model of any kind for ``benchNetwork(width:height:)``.
/// - Returns: 0, or the raw value of a `ModelError.Reason`.
@_expose(wasm, "camaleon_bench_model")
@_cdecl("camaleon_bench_model")
public func benchModel(_ address: UnsafeRawPointer, byteCount: UInt32) -> Int32 {
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: address, count: Int(byteCount)))
    do throws(ModelError) {
        model = try Model(bytes)
        return 0
    } catch {
        return error.reason.rawValue
    }
}

/// Prepares the model at a size.
/// - Returns: 0; −1 without a model, or for a size at which it does not run.
@_expose(wasm, "camaleon_bench_network")
@_cdecl("camaleon_bench_network")
public func benchNetwork(width: UInt32, height: UInt32) -> Int32 {
    guard let model, 1...1024 ~= width, 1...1024 ~= height,
        model.sizes(height: Int(height), width: Int(width)) != nil
    else { return -1 }
    network = Network(model, width: Int(width), height: Int(height))
    return 0
}

/// One inference of what ``benchNetwork(width:height:)`` prepared.
@_expose(wasm, "camaleon_bench_run")
@_cdecl("camaleon_bench_run")
public func benchRun() {
    network?.run()
}

/// Thousands of multiply–adds of one inference, counting direct convolutions.
@_expose(wasm, "camaleon_bench_multiply_adds")
@_cdecl("camaleon_bench_multiply_adds")
public func benchMultiplyAdds() -> UInt32 {
    guard let network,
        let count = network.model.multiplyAdds(width: network.width, height: network.height)
    else { return 0 }
    return UInt32(count / 1000)
}

/// How many steps an inference has.
@_expose(wasm, "camaleon_bench_steps")
@_cdecl("camaleon_bench_steps")
public func benchSteps() -> UInt32 {
    UInt32(network?.stepCount ?? 0)
}

/// One step of an inference, of ``benchSteps()``.
@_expose(wasm, "camaleon_bench_step")
@_cdecl("camaleon_bench_step")
public func benchStep(_ index: UInt32) {
    guard let network, index < network.stepCount else { return }
    network.run(part: Int(index), of: network.stepCount)
}

/// Which kernel a step is: 0 pointwise, 1 convolution, 2 Winograd's, 3 depthwise, 4 transposed, 5 another.
/// - Returns: −1 for a step that there is not.
@_expose(wasm, "camaleon_bench_step_kernel")
@_cdecl("camaleon_bench_step_kernel")
public func benchStepKernel(_ index: UInt32) -> Int32 {
    guard let network, index < network.stepCount else { return -1 }
    return Int32(network.work(ofStep: Int(index)).kernel.rawValue)
}

/// Thousands of multiply–adds of one step, counting direct convolutions.
@_expose(wasm, "camaleon_bench_step_multiply_adds")
@_cdecl("camaleon_bench_step_multiply_adds")
public func benchStepMultiplyAdds(_ index: UInt32) -> UInt32 {
    guard let network, index < network.stepCount else { return 0 }
    return UInt32(network.work(ofStep: Int(index)).multiplyAdds / 1000)
}
