/// The greatest of each 2 × 2 pixels, channel by channel.
///
///     output[y, x, c] = max(input[2y + dy, 2x + dx, c]),  dy and dx in 0...1
///
/// An odd last row or column is left out, as PyTorch's `MaxPool2d(2)` does.
///
/// - Parameters:
///   - input: H × W × C.
///   - output: receives ⌊H/2⌋ × ⌊W/2⌋ × C.
/// - Precondition: shapes agree.
/// - Complexity: H · W · C comparisons; no allocation.
public func maxPool(_ input: ChannelSlice, into output: FeatureMap) {
    let map = input.map
    precondition(
        output.height == map.height / 2 && output.width == map.width / 2
            && output.channels == input.count
            && map.isPadded && output.isPadded && output !== map,
        "shapes must agree"
    )
    for y in 0..<output.height {
        var upper = input.origin + 2 * y * map.rowStride
        var out = output.origin + y * output.rowStride
        for _ in 0..<output.width {
            for channel in stride(from: 0, to: input.count, by: 4) {
                let left = upper + channel, right = left + map.pixelStride
                let top = maximum(left.lanes(), right.lanes())
                let bottom = maximum(
                    (left + map.rowStride).lanes(),
                    (right + map.rowStride).lanes()
                )
                (out + channel).store(maximum(top, bottom))
            }
            upper += 2 * map.pixelStride
            out += output.pixelStride
        }
    }
}
