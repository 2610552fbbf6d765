/// The mean of each window, channel by channel; every window lies inside the map.
///
///     output[y, x, c] = Σ input[s·y + dy, s·x + dx, c] / kernel²
///
/// - Parameters:
///   - input: H × W × C.
///   - window: where each value of the output looks.
///   - output: receives the size of the window on the input, × C.
/// - Precondition: shapes agree, and the window has no padding.
/// - Complexity: kernel² additions a value of the output; no allocation.
public func averagePool(_ input: FeatureMap, _ window: Window, into output: FeatureMap) {
    precondition(
        window.maps(input, to: output) && window.greatestPadding == 0
            && output.channels == input.channels && input.isPadded && output.isPadded
            && output !== input,
        "shapes must agree"
    )
    for y in 0..<output.height {
        for x in 0..<output.width {
            average(
                of: input.cursor(window.stride * y, window.stride * x),
                height: window.kernel,
                width: window.kernel,
                input,
                into: output.cursor(y, x)
            )
        }
    }
}

/// The mean of a whole map, channel by channel: H × W × C into 1 × 1 × C.
///
/// - Precondition: shapes agree.
/// - Complexity: H · W · C additions; no allocation.
public func globalAverage(_ input: FeatureMap, into output: FeatureMap) {
    precondition(
        output.height == 1 && output.width == 1 && output.channels == input.channels
            && input.isPadded && output.isPadded && output !== input,
        "shapes must agree"
    )
    average(
        of: input.origin,
        height: input.height,
        width: input.width,
        input,
        into: output.origin
    )
}

/// Means over `height` × `width` pixels of a map from `corner` on, all channels.
private func average(
    of corner: FloatCursor,
    height: Int,
    width: Int,
    _ map: FeatureMap,
    into output: FloatCursor
) {
    let share = Lanes(repeating: 1 / Float(height * width))
    for channel in stride(from: 0, to: map.pixelStride, by: FeatureMap.block) {
        // Two sums for each of two lanes of channels, so that an addition need not wait for the one before.
        var low = Lanes.zero, high = Lanes.zero, oddLow = Lanes.zero, oddHigh = Lanes.zero
        for row in 0..<height {
            var pixel = corner + (row * map.rowStride + channel)
            for _ in 0..<width / 2 {
                let next = pixel + map.pixelStride
                (low, high) = (low + pixel.lanes(at: 0), high + pixel.lanes(at: 4))
                (oddLow, oddHigh) = (oddLow + next.lanes(at: 0), oddHigh + next.lanes(at: 4))
                pixel = next + map.pixelStride
            }
            if !width.isMultiple(of: 2) {
                (low, high) = (low + pixel.lanes(at: 0), high + pixel.lanes(at: 4))
            }
        }
        (output + channel).store((low + oddLow) * share, at: 0)
        (output + channel).store((high + oddHigh) * share, at: 4)
    }
}
