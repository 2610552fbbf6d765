public import CamaleonImage

/// Takes the old room's colour out of the edge of a person, where a pixel is both.
///
/// A pixel is I = α · F + (1 − α) · B, and over a new background the old B would leave a rim. In a window F and B
/// are taken as constant, so that I is a linear function of α, whose slope by least squares is F − B:
///
///     F − B = (mean(α · I) − mean(α) · mean(I)) / (mean(α²) − mean(α)² + ε)
///     F = I + (1 − α) · (F − B)
///
/// at a quarter of the network's pixels, in the cells alone where the matte is an edge.
///
/// Source: the linear model of a window of Levin, Lischinski and Weiss, "A Closed-Form Solution to Natural Image
/// Matting", 2008, §2, solved for the colours instead of α.
public final class EdgeColors {
    private let alpha: FloatPlane
    private let meanAlpha: FloatPlane
    /// Variance of α in the window.
    private let variance: FloatPlane
    private let channel: FloatPlane
    private let product: FloatPlane
    /// F − B of Y, U and V, 0 where there is no edge.
    private let differences: [FloatPlane]
    private let mean: BoxFilter
    /// For luma, and for chroma.
    private let enlargers: [Enlarger]
    /// For each of them, the first column of the frame that has each cell at its left, and the end.
    private var starts: [[Int]]
    private var crop: Crop

    /// In cells: a window of about 20 pixels of a frame of 640, which is as wide as rims are.
    private static let radius = 2
    /// ε, and the variance below which there is no edge: that of a step is up to 0.25.
    private static let epsilon: Float = 0.005, minimumVariance: Float = 0.01

    public init(smallWidth: Int, smallHeight: Int, width: Int, height: Int) {
        let (cellsWide, cellsHigh) = ((smallWidth + 1) / 2, (smallHeight + 1) / 2)
        func plane() -> FloatPlane { FloatPlane(width: cellsWide, height: cellsHigh) }
        (alpha, meanAlpha, variance) = (plane(), plane(), plane())
        (channel, product) = (plane(), plane())
        differences = [plane(), plane(), plane()]
        mean = BoxFilter(width: cellsWide, height: cellsHigh, radius: Self.radius)
        crop = Crop(sourceWidth: width, sourceHeight: height)
        starts = [[Int]](repeating: [Int](repeating: 0, count: cellsWide + 1), count: 2)
        enlargers = [(width, height), ((width + 1) / 2, (height + 1) / 2)].map {
            Enlarger(
                smallWidth: cellsWide,
                smallHeight: cellsHigh,
                width: $0.0,
                height: $0.1
            )
        }
        setCrop(crop)
    }

    /// Looks at another part of the frames from now on.
    ///
    /// - Precondition: `crop` is of the frame's size, and its sides are even where they are not the frame's.
    public func setCrop(_ crop: Crop) {
        self.crop = crop
        for (index, enlarger) in enlargers.enumerated() {
            let (width, height) = size(at: index)
            enlarger.enlarge(toWidth: width, height: height)
            var cell = 0
            for x in 0..<width {
                while cell <= enlarger.columns(around: x).left {
                    starts[index][cell] = x
                    cell += 1
                }
            }
            while cell < starts[index].count {
                starts[index][cell] = width
                cell += 1
            }
        }
    }

    /// Of the crop, in pixels of luma or of chroma.
    private func size(at index: Int) -> (width: Int, height: Int) {
        let scale = index + 1
        return ((Int(crop.width) + scale - 1) / scale, (Int(crop.height) + scale - 1) / scale)
    }

    /// Replaces the old room's part in the edge pixels of a frame.
    ///
    /// - Parameters:
    ///   - frame: is changed where `matte` is neither 0 nor 255, nowhere else.
    ///   - coarse: the matte that `matte` was refined from, with its picture.
    ///   - matte: alpha, 0…255, at the frame's size.
    /// - Complexity: eight box filters at a quarter of the network's pixels, and a few operations for each pixel
    ///   of an edge; no allocation.
    public func decontaminate(_ frame: Frame, _ coarse: CoarseMatte, matte: Plane) {
        coarse.alpha.halve(into: alpha)
        mean(alpha, into: meanAlpha)
        multiply(alpha, alpha, into: product)
        mean(product, into: variance)
        let (shares, variances) = (meanAlpha.all, variance.all)
        for index in 0..<alpha.width * alpha.height {
            variances[index] -= shares[index] * shares[index]
        }
        for (index, difference) in differences.enumerated() {
            estimate(difference, coarse.picture[index])
        }
        correct(frame.luma, differences[0], at: 0) { x, y in Int32(matte[x, y]) }
        for (index, plane) in [frame.blueChroma, frame.redChroma].enumerated() {
            correct(plane, differences[1 + index], at: 1) { x, y in
                matte.meanOfFour(2 * x, 2 * y)
            }
        }
    }

    private func estimate(_ difference: FloatPlane, _ picture: FloatPlane) {
        picture.halve(into: channel)
        multiply(alpha, channel, into: product)
        mean(product, into: product)
        mean(channel, into: channel)
        let (share, colors, products) = (meanAlpha.all, channel.all, product.all)
        let (variances, result) = (variance.all, difference.all)
        for index in 0..<alpha.width * alpha.height {
            let covariance = products[index] - share[index] * colors[index]
            let isEdge = variances[index] > Self.minimumVariance
            result[index] = isEdge ? covariance / (variances[index] + Self.epsilon) : 0
        }
    }

    private func multiply(_ a: FloatPlane, _ b: FloatPlane, into output: FloatPlane) {
        let (first, second, products) = (a.all, b.all, output.all)
        for index in 0..<a.width * a.height { products[index] = first[index] * second[index] }
    }

    /// Adds (1 − α) · difference to the pixels of the cells in which there is one.
    private func correct(
        _ plane: Plane,
        _ difference: FloatPlane,
        at index: Int,
        alpha: (Int, Int) -> Int32
    ) {
        let left = Int(crop.x) / (index + 1), top = Int(crop.y) / (index + 1)
        let enlarger = enlargers[index], starts = starts[index]
        for y in 0..<size(at: index).height {
            let (upper, lower, down) = enlarger.rows(around: y)
            let first = difference.row(upper), second = difference.row(lower)
            let pixels = plane.row(top + y)
            for cell in 0..<difference.width {
                let next = min(cell + 1, difference.width - 1)
                let a = first[cell] + down * (second[cell] - first[cell])
                let b = first[next] + down * (second[next] - first[next])
                if a == 0 && b == 0 { continue }
                for x in starts[cell]..<starts[cell + 1] {
                    let opacity = alpha(left + x, top + y)
                    guard opacity > 0 && opacity < 255 else { continue }
                    let along = enlarger.columns(around: x).weight
                    let missing = Float(255 - opacity) / 255 * (a + along * (b - a))
                    let value = Float(Int32(pixels[left + x])) + missing
                    pixels[left + x] = min(255, max(0, value)).nearestByte
                }
            }
        }
    }
}

extension Plane {
    /// The mean of the 2 × 2 pixels from (x, y) on; beyond the edge the last ones count again.
    fileprivate func meanOfFour(_ x: Int, _ y: Int) -> Int32 {
        let upper = row(y), lower = row(min(y + 1, height - 1)), next = min(x + 1, width - 1)
        return (Int32(upper[x]) + Int32(upper[next]) + Int32(lower[x]) + Int32(lower[next]) + 2) / 4
    }
}
