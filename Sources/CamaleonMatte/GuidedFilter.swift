public import CamaleonImage

/// Refines a coarse matte to the edges of the frame that it belongs to: a fast guided filter.
///
/// In every window the matte is taken as a linear function of luma, matte = a · luma + b, fitted at half of
/// the network's size by least squares; a and b are enlarged and applied to the luma at full size. (Half the
/// size and a window of three were measured to be as good as the whole and one of five to seven: the boundary's
/// F-measure on validation portraits is 0.711 for 0.708 and 0.713, at a quarter of the time.)
///
///     a = (mean(I·p) − mean(I)·mean(p)) / (var(I) + ε),   b = mean(p) − a · mean(I)
///
/// Source: He and Sun, "Fast Guided Filter", 2015, algorithm 2. <https://arxiv.org/abs/1505.00996>
public final class GuidedFilter {
    private let smallWidth: Int
    private let smallHeight: Int
    private let mean: BoxFilter
    private let matte: FloatPlane
    private let guide: FloatPlane
    private let meanGuide: FloatPlane
    private let meanMatte: FloatPlane
    private let slope: FloatPlane
    private let offset: FloatPlane
    private let wideSlope: FloatPlane
    private let wideOffset: FloatPlane
    private let enlarger: Enlarger
    /// The part of the frame that coarse mattes are of.
    private var crop: Crop

    /// The window, at half of the network's size, and ε: a luma contrast of about 2 % is an edge.
    private static let radius = 1, epsilon: Float = 0.0003
    /// What is cut off the matte's range at either end, so that background is none and body is whole:
    /// no less than the trace below which ``ConnectedPeople`` sees nobody.
    private static let cut: Float = 0.2

    public init(smallWidth: Int, smallHeight: Int, width: Int, height: Int) {
        (self.smallWidth, self.smallHeight) = (smallWidth, smallHeight)
        let (halfWidth, halfHeight) = ((smallWidth + 1) / 2, (smallHeight + 1) / 2)
        func plane() -> FloatPlane { FloatPlane(width: halfWidth, height: halfHeight) }
        mean = BoxFilter(width: halfWidth, height: halfHeight, radius: Self.radius)
        (matte, guide, meanGuide, meanMatte) = (plane(), plane(), plane(), plane())
        (slope, offset) = (plane(), plane())
        wideSlope = FloatPlane(width: width, height: halfHeight)
        wideOffset = FloatPlane(width: width, height: halfHeight)
        crop = Crop(sourceWidth: width, sourceHeight: height)
        enlarger = Enlarger(
            smallWidth: halfWidth,
            smallHeight: halfHeight,
            width: width,
            height: height
        )
    }

    /// - Parameters:
    ///   - coarse: matte, 0…1, at the small size, of the part of the frame that ``setCrop(_:)`` says.
    ///   - smallLuma: that part's luma, 0…255, at the small size.
    ///   - luma: the frame's, at full size.
    ///   - matte: receives alpha, 0…255, at full size; none outside of that part.
    /// - Precondition: planes of the sizes that this was made for.
    /// - Complexity: six box filters at half of the small size, two multiply–adds a pixel at full size; no
    ///   allocation.
    public func refine(_ coarse: FloatPlane, smallLuma: FloatPlane, luma: Plane, into matte: Plane)
    {
        precondition(
            coarse.width == smallWidth && coarse.height == smallHeight
                && smallLuma.width == smallWidth && smallLuma.height == smallHeight,
            "planes of the small size"
        )
        fit(coarse, smallLuma)
        enlarger.widen(slope, into: wideSlope)
        enlarger.widen(offset, into: wideOffset)
        if !crop.isWhole { matte.fill(0) }
        let left = Int(crop.x), top = Int(crop.y)
        for y in 0..<Int(crop.height) {
            let (upper, lower, t) = enlarger.rows(around: y)
            let a0 = wideSlope.row(upper), a1 = wideSlope.row(lower)
            let b0 = wideOffset.row(upper), b1 = wideOffset.row(lower)
            let guide = luma.row(top + y), out = matte.row(top + y)
            for x in 0..<Int(crop.width) {
                let a = a0[x] + t * (a1[x] - a0[x]), b = b0[x] + t * (b1[x] - b0[x])
                // By way of a signed number, which WebAssembly on x64 converts in one instruction.
                let alpha = a * Float(Int32(guide[left + x])) + b
                // In this order, what is not a number is background.
                out[left + x] = min(255, max(0, alpha)).nearestByte
            }
        }
    }

    /// Refines mattes of another part of the frame from now on.
    ///
    /// - Precondition: `crop` is of the frame's size, and its sides are whole numbers.
    /// - Complexity: a few operations a column; no allocation.
    public func setCrop(_ crop: Crop) {
        self.crop = crop
        enlarger.enlarge(toWidth: Int(crop.width), height: Int(crop.height))
    }

    /// Fits slope and offset, scaled so that slope · luma(0…255) + offset is alpha in 0…255, cut.
    private func fit(_ coarse: FloatPlane, _ smallLuma: FloatPlane) {
        smallLuma.halve(into: guide)
        coarse.halve(into: matte)
        map(guide, guide, guide) { luma, _ in luma / 255 }
        mean(guide, into: meanGuide)
        mean(matte, into: meanMatte)
        map(slope, guide, matte) { $0 * $1 }
        map(offset, guide, guide) { $0 * $1 }
        mean(slope, into: slope)
        mean(offset, into: offset)
        for y in 0..<slope.height {
            let product = slope.row(y), square = offset.row(y)
            let i = meanGuide.row(y), p = meanMatte.row(y)
            for x in 0..<slope.width {
                let a = (product[x] - i[x] * p[x]) / (square[x] - i[x] * i[x] + Self.epsilon)
                product[x] = a
                square[x] = p[x] - a * i[x]
            }
        }
        mean(slope, into: slope)
        mean(offset, into: offset)
        let gain = 1 / (1 - 2 * Self.cut)
        map(slope, slope, slope) { a, _ in gain * a }
        map(offset, offset, offset) { b, _ in 255 * gain * (b - Self.cut) }
    }

    @inline(__always)
    private func map(
        _ output: FloatPlane,
        _ a: FloatPlane,
        _ b: FloatPlane,
        _ body: (Float, Float) -> Float
    ) {
        for y in 0..<output.height {
            let out = output.row(y), first = a.row(y), second = b.row(y)
            for x in 0..<output.width { out[x] = body(first[x], second[x]) }
        }
    }
}
