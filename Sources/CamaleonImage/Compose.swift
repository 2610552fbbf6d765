/// Lays the person over a background.
///
///     output = background + alpha/255 · (frame − background)
///
/// in luma and chroma as they are: a blend is linear, so that no conversion is needed. The alpha of
/// a chroma pixel is the mean over its four luma pixels, whose centre is where it is sited: it is
/// written to `chromaMatte`. `matte` is alpha, 0…255, at luma size.
///
/// - Precondition: all have one size.
/// - Complexity: two multiplications a byte; no allocation.
public func compose(
    _ frame: Frame,
    matte: Plane,
    chromaMatte: Plane,
    over background: Frame,
    into output: Frame
) {
    precondition(
        frame.width == output.width && frame.height == output.height
            && background.width == output.width
            && background.height == output.height && matte.width == output.width
            && matte.height == output.height,
        "frames of one size"
    )
    halve(matte, into: chromaMatte)
    blend(frame.luma, matte, background.luma, output.luma)
    blend(frame.blueChroma, chromaMatte, background.blueChroma, output.blueChroma)
    blend(frame.redChroma, chromaMatte, background.redChroma, output.redChroma)
}

private func blend(_ front: Plane, _ matte: Plane, _ back: Plane, _ output: Plane) {
    for y in 0..<output.height {
        let f = front.row(y), b = back.row(y), a = matte.row(y), out = output.row(y)
        for x in 0..<output.width {
            let alpha = UInt16(a[x])
            // At most 255² + 128, and t + t/256 over 256 is t/255, rounded: all of it in 16 bits.
            let t = UInt16(f[x]) &* alpha &+ UInt16(b[x]) &* (255 &- alpha) &+ 128
            out[x] = UInt8(truncatingIfNeeded: (t &+ (t &>> 8)) &>> 8)
        }
    }
}

/// The mean of each 2 × 2 pixels; at an odd edge, of those that are there.
///
/// - Precondition: `half` is half as large, rounded up.
public func halve(_ plane: Plane, into half: Plane) {
    precondition(
        half.width == (plane.width + 1) / 2 && half.height == (plane.height + 1) / 2,
        "half, rounded up"
    )
    for y in 0..<half.height {
        let upper = plane.row(2 * y), lower = plane.row(min(2 * y + 1, plane.height - 1)),
            out = half.row(y)
        for x in 0..<plane.width / 2 {
            let top = UInt16(upper[2 * x]) &+ UInt16(upper[2 * x + 1])
            let bottom = UInt16(lower[2 * x]) &+ UInt16(lower[2 * x + 1])
            out[x] = UInt8(truncatingIfNeeded: (top &+ bottom &+ 2) &>> 2)
        }
        if !plane.width.isMultiple(of: 2) {
            let sum = UInt16(upper[plane.width - 1]) &+ UInt16(lower[plane.width - 1])
            out[half.width - 1] = UInt8(truncatingIfNeeded: (sum &+ 1) &>> 1)
        }
    }
}
