/// What is added to a scaled map, in the same pass.
public enum Addend {
    case nothing
    /// A map of the same size.
    case map(FeatureMap)
    /// A map of half the size, enlarged as ``upsample(_:into:)`` does.
    case upsampled(FeatureMap)
}

/// Scales each channel by a gate: squeeze and excitation.
///
///     output[y, x, c] = input[y, x, c] · gate[0, 0, c] + addend[y, x, c]
///
/// - Parameters:
///   - input: H × W × C.
///   - gate: 1 × 1 × C.
///   - addend: nothing, or H × W × C once it has the input's size.
///   - output: receives H × W × C.
/// - Precondition: shapes agree.
/// - Complexity: H · W · C multiply–adds; no allocation.
///
/// Source: Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2018, equation 4.
/// <https://arxiv.org/abs/1709.01507>
public func scaleChannels(
    of input: FeatureMap,
    by gate: FeatureMap,
    adding addend: Addend,
    into output: FeatureMap
) {
    precondition(
        gate.height == 1 && gate.width == 1 && gate.channels == input.channels && gate.isPadded
            && output.hasShape(of: input) && input.isPadded && output.isPadded && output !== input
            && addend.fits(input),
        "shapes must agree"
    )
    for y in 0..<output.height {
        for channel in stride(from: 0, to: output.pixelStride, by: 4) {
            let factor = (gate.origin + channel).lanes()
            scaleRow(y, channel, of: input, by: factor, adding: addend, into: output)
        }
    }
}

/// Four channels of a row.
@inline(__always)
private func scaleRow(
    _ y: Int,
    _ channel: Int,
    of input: FeatureMap,
    by factor: Lanes,
    adding addend: Addend,
    into output: FeatureMap
) {
    let pixel = output.pixelStride
    var from = input.cursor(y, 0) + channel, to = output.cursor(y, 0) + channel
    switch addend {
    case .nothing:
        for _ in 0..<output.width {
            to.store(from.lanes() * factor)
            (from, to) = (from + pixel, to + pixel)
        }
    case .map(let map):
        var added = map.cursor(y, 0) + channel
        for _ in 0..<output.width {
            to.store(multiplyAdd(from.lanes(), factor, added.lanes()))
            (from, to, added) = (from + pixel, to + pixel, added + pixel)
        }
    case .upsampled(let map):
        map.upsampledRow(y, channel: channel) { even, odd in
            to.store(multiplyAdd(from.lanes(), factor, even))
            (to + pixel).store(multiplyAdd((from + pixel).lanes(), factor, odd))
            (from, to) = (from + 2 * pixel, to + 2 * pixel)
        }
    }
}

extension Addend {
    fileprivate func fits(_ input: FeatureMap) -> Bool {
        switch self {
        case .nothing: true
        case .map(let map): map.hasShape(of: input) && map.isPadded
        case .upsampled(let map): input.isTwice(map) && map.isPadded
        }
    }
}

extension FeatureMap {
    func hasShape(of other: FeatureMap) -> Bool {
        height == other.height && width == other.width && channels == other.channels
    }
}
