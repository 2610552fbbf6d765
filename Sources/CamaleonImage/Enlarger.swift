/// Enlarges small float planes to a picture's size, bilinearly, pixel centres aligned.
///
/// Horizontally first, and once for each small row; then rows are blended where they are used, so
/// that the loop over the large picture reads and writes neighbours alone.
public final class Enlarger {
    private let smallWidth: Int
    private let smallHeight: Int
    private var width: Int
    private var height: Int
    private var left: [Int]
    private var right: [Int]
    private var weight: [Float]

    public init(smallWidth: Int, smallHeight: Int, width: Int, height: Int) {
        self.smallWidth = smallWidth
        self.smallHeight = smallHeight
        (self.width, self.height) = (width, height)
        left = [Int](repeating: 0, count: width)
        right = left
        weight = [Float](repeating: 0, count: width)
        enlarge(toWidth: width, height: height)
    }

    /// Enlarges to another size from now on.
    ///
    /// - Precondition: `width` is at most the one that this was made for.
    /// - Complexity: a few operations a column; no allocation.
    public func enlarge(toWidth width: Int, height: Int) {
        precondition(width <= weight.count, "no wider than at first")
        (self.width, self.height) = (width, height)
        for x in 0..<width {
            (left[x], right[x], weight[x]) = Self.place(of: x, in: width, of: smallWidth)
        }
    }

    /// Enlarges every row of `small`, and no column.
    ///
    /// - Precondition: `wide` has the small height and at least the large width.
    public func widen(_ small: FloatPlane, into wide: FloatPlane) {
        precondition(
            small.height == smallHeight && wide.height == smallHeight && wide.width >= width
        )
        for y in 0..<smallHeight {
            let from = small.row(y), to = wide.row(y)
            for x in 0..<width {
                let a = from[left[x]]
                to[x] = a + weight[x] * (from[right[x]] - a)
            }
        }
    }

    /// Between which widened rows output row `y` lies, and how near the lower one: 0…1.
    public func rows(around y: Int) -> (upper: Int, lower: Int, weight: Float) {
        Self.place(of: y, in: height, of: smallHeight)
    }

    /// Blends widened rows to bytes, all of them.
    ///
    /// - Precondition: `wide` was made by ``widen(_:into:)``, values in 0…255.
    public func blendRows(of wide: FloatPlane, into output: Plane) {
        precondition(wide.width >= width && output.width == width && output.height == height)
        for y in 0..<height {
            let (upper, lower, t) = rows(around: y)
            let a = wide.row(upper), b = wide.row(lower), out = output.row(y)
            for x in 0..<output.width {
                out[x] = (a[x] + t * (b[x] - a[x])).nearestByte
            }
        }
    }

    /// Between which columns of the small plane column `x` lies, and how near the right one: 0…1.
    public func columns(around x: Int) -> (left: Int, right: Int, weight: Float) {
        (left[x], right[x], weight[x])
    }

    private static func place(of index: Int, in count: Int, of small: Int) -> (Int, Int, Float) {
        let position = (Float(index) + 0.5) * Float(small) / Float(count) - 0.5
        let clamped = max(0, min(position, Float(small - 1)))
        let first = Int(clamped)
        return (first, min(first + 1, small - 1), clamped - Float(first))
    }
}
