/// Doubles height and width, bilinearly between the centres of pixels, whose edges are repeated.
///
///     output[2y, …] = ¼ · input[y − 1, …] + ¾ · input[y, …]
///     output[2y + 1, …] = ¾ · input[y, …] + ¼ · input[y + 1, …]
///
/// and likewise along x.
///
/// - Parameters:
///   - input: H × W × C.
///   - output: receives 2H × 2W × C.
/// - Precondition: shapes agree.
/// - Complexity: three multiply–adds a value of the output; no allocation.
public func upsample(_ input: FeatureMap, into output: FeatureMap) {
    precondition(
        output.isTwice(input) && input.isPadded && output.isPadded && output !== input,
        "shapes must agree"
    )
    for y in 0..<output.height {
        for channel in stride(from: 0, to: output.pixelStride, by: 4) {
            var out = output.cursor(y, 0) + channel
            input.upsampledRow(y, channel: channel) { even, odd in
                out.store(even)
                (out + output.pixelStride).store(odd)
                out += 2 * output.pixelStride
            }
        }
    }
}

extension FeatureMap {
    /// Whether this map has twice the height and width of another, and its channels.
    func isTwice(_ other: FeatureMap) -> Bool {
        height == 2 * other.height && width == 2 * other.width && channels == other.channels
    }

    /// Row `y` of this map enlarged by two: four channels of two neighbouring pixels at a time, from the left.
    @inline(__always)
    func upsampledRow(_ y: Int, channel: Int, _ body: (_ even: Lanes, _ odd: Lanes) -> Void) {
        let quarter = Lanes(repeating: 0.25), most = Lanes(repeating: 0.75)
        let nearRow = y / 2
        let farRow = y.isMultiple(of: 2) ? max(0, nearRow - 1) : min(height - 1, nearRow + 1)
        var near = cursor(nearRow, 0) + channel, far = cursor(farRow, 0) + channel
        var here = multiplyAdd(near.lanes(), most, far.lanes() * quarter), before = here
        for x in 1...width {
            let step = x < width ? pixelStride : 0
            (near, far) = ((near + step).opaque, (far + step).opaque)
            let next = multiplyAdd(near.lanes(), most, far.lanes() * quarter)
            let middle = here * most
            body(multiplyAdd(before, quarter, middle), multiplyAdd(next, quarter, middle))
            (before, here) = (here, next)
        }
    }
}
