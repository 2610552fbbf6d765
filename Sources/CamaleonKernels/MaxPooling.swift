/// The greatest value in each window, channel by channel; padding never wins.
///
///     output[y, x, c] = max(input[s·y + dy − top, s·x + dx − left, c])
///
/// over the dy and dx of the window that lie inside the map.
///
/// - Parameters:
///   - input: H × W × C.
///   - window: where each value of the output looks.
///   - output: receives the size of the window on the input, × C.
/// - Precondition: shapes agree, and every window holds a pixel of the map.
/// - Complexity: kernel² comparisons a value of the output; no allocation.
public func maxPool(_ input: ChannelSlice, _ window: Window, into output: FeatureMap) {
    let map = input.map
    precondition(
        window.maps(map, to: output) && window.greatestPadding < window.kernel
            && output.channels == input.count && map.isPadded && output.isPadded && output !== map,
        "shapes must agree"
    )
    if window == Window(kernel: 2, stride: 2) { return maxPoolOfFour(input, into: output) }
    for y in 0..<output.height {
        let top = window.stride * y - window.top
        let rows = max(0, top)..<min(map.height, top + window.kernel)
        for x in 0..<output.width {
            let left = window.stride * x - window.left
            let columns = max(0, left)..<min(map.width, left + window.kernel)
            let out = output.cursor(y, x)
            for channel in stride(from: 0, to: input.count, by: 4) {
                let first = map.cursor(rows.lowerBound, columns.lowerBound) + input.first + channel
                var greatest = first.lanes()
                for row in 0..<rows.count {
                    var pixel = first + row * map.rowStride
                    for _ in 0..<columns.count {
                        greatest = maximum(greatest, pixel.lanes())
                        pixel += map.pixelStride
                    }
                }
                (out + channel).store(greatest)
            }
        }
    }
}

/// ``maxPool(_:_:into:)`` that halves a map, which most do: each window has four pixels, all of them inside.
private func maxPoolOfFour(_ input: ChannelSlice, into output: FeatureMap) {
    let map = input.map, pixel = map.pixelStride
    for y in 0..<output.height {
        var upper = map.cursor(2 * y, 0) + input.first, lower = upper + map.rowStride
        var out = output.cursor(y, 0)
        for _ in 0..<output.width {
            for channel in stride(from: 0, to: input.count, by: 4) {
                let a = upper + channel, b = lower + channel
                let left = maximum(a.lanes(), b.lanes())
                let right = maximum((a + pixel).lanes(), (b + pixel).lanes())
                (out + channel).store(maximum(left, right))
            }
            (upper, lower) = (upper + 2 * pixel, lower + 2 * pixel)
            out += output.pixelStride
        }
    }
}
