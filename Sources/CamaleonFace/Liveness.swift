internal import CIntrinsics

/// A first measure of whether a face is a head and not a photograph of one; off unless chosen.
///
/// A photograph does not blink, and when it is turned all its points move as one plane does: by an affine
/// map, nearly. A head's do not: its nose goes another way than its eyes. Either of the two within the
/// last half minute is taken for life. A film of a face, on a screen, passes: this is no protection
/// against it.
public struct Liveness: Sendable {
    /// How often both eyes were closed and opened again.
    public private(set) var blinkCount = 0
    /// Greatest of the last frames: what of the points' movement no plane explains, in parts of the eyes'
    /// distance.
    public private(set) var depthMotion: Float = 0
    private var lastSign: Microseconds?
    private var openness: Float = 0
    private var closedSince: Microseconds?
    private var reference: [9 of Point]?
    private var referenceTime: Microseconds = 0

    /// A sign of life counts for so long.
    static let validFor: Microseconds = 30_000_000
    /// A blink takes 0.1…0.4 s; longer is a glance down.
    ///
    /// Source: Soukupová and Čech 2016, "Real-Time Eye Blink Detection using Facial Landmarks", §1.
    static let blink: ClosedRange<Microseconds> = 30_000...500_000
    /// Eyes are closed below this part of their usual opening.
    static let closedShare: Float = 0.6
    /// Of movement beyond a plane's; chosen, not yet measured: docs/identity.md.
    static let leastDepthMotion: Float = 0.06
    /// A new reference is taken after so long.
    static let referenceFor: Microseconds = 2_000_000

    public init() {}

    /// Whether a sign of life was seen lately.
    public func isAlive(at time: Microseconds) -> Bool {
        lastSign.map { time - $0 <= Self.validFor } ?? false
    }

    public mutating func update(_ mesh: FaceMesh, at time: Microseconds) {
        watchEyes(EyeOpening.both(mesh.points), at: time)
        watchMotion(mesh.points, at: time)
    }

    /// Takes the mean of both eyes' height over their width, about 0.3 when they are open.
    mutating func watchEyes(_ opening: Float, at time: Microseconds) {
        guard openness > 0 else {
            openness = opening
            return
        }
        guard opening < Self.closedShare * openness else {
            if let since = closedSince, Self.blink ~= time - since {
                blinkCount += 1
                lastSign = time
            }
            closedSince = nil
            openness += 0.05 * (opening - openness)
            return
        }
        closedSince = closedSince ?? time
    }

    mutating func watchMotion(_ points: [Point], at time: Microseconds) {
        var now = [9 of Point](repeating: Point(0, 0))
        for index in now.indices { now[index] = points[Self.rigid[index]] }
        guard let before = reference, time - referenceTime <= Self.referenceFor else {
            (reference, referenceTime, depthMotion) = (now, time, 0)
            return
        }
        let scale = (before[1] - before[0]).magnitude
        guard scale > 0 else { return }
        depthMotion = max(depthMotion, PlaneMotion.residual(from: before, to: now) / scale)
        if depthMotion >= Self.leastDepthMotion { lastSign = time }
    }

    /// Points that no expression moves much: eyes' corners, tip of the nose, forehead, temples, cheeks.
    static let rigid: [9 of Int] = [33, 263, 133, 362, 1, 10, 234, 454, 168]
}

/// How far eyes are open.
enum EyeOpening {
    /// The mean of both eyes' mean height over their width.
    ///
    /// Source: Soukupová and Čech 2016, "Real-Time Eye Blink Detection using Facial Landmarks", equation 1.
    static func both(_ points: [Point]) -> Float {
        let left = one(points, [33, 160, 158, 133, 153, 144])
        let right = one(points, [362, 385, 387, 263, 373, 380])
        return (left + right) / 2
    }

    private static func one(_ points: [Point], _ p: [6 of Int]) -> Float {
        func distance(_ a: Int, _ b: Int) -> Float { (points[p[a]] - points[p[b]]).magnitude }
        let width = distance(0, 3)
        return width > 0 ? (distance(1, 5) + distance(2, 4)) / (2 * width) : 0
    }
}

/// What a plane's motion leaves unexplained.
enum PlaneMotion {
    /// The root mean square distance of points from the affine map that fits them best.
    ///
    ///     minimise Σ |qᵢ − q̄ − A (pᵢ − p̄)|²,  A = (Σ dq dpᵀ) (Σ dp dpᵀ)⁻¹
    static func residual(from: [9 of Point], to: [9 of Point]) -> Float {
        let meanP = mean(from), meanQ = mean(to)
        var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
        var toX = Point(0, 0), toY = Point(0, 0)
        for index in from.indices {
            let p = from[index] - meanP, q = to[index] - meanQ
            (xx, xy, yy) = (xx + p.x * p.x, xy + p.x * p.y, yy + p.y * p.y)
            toX = toX + p * q.x
            toY = toY + p * q.y
        }
        let determinant = xx * yy - xy * xy
        guard determinant > 0 else { return 0 }
        func solve(_ v: Point) -> Point {
            Point(yy * v.x - xy * v.y, xx * v.y - xy * v.x) * (1 / determinant)
        }
        let rowX = solve(toX), rowY = solve(toY)
        var sum: Float = 0
        for index in from.indices {
            let p = from[index] - meanP, q = to[index] - meanQ
            let rest = q - Point(rowX.x * p.x + rowX.y * p.y, rowY.x * p.x + rowY.y * p.y)
            sum += rest.x * rest.x + rest.y * rest.y
        }
        return camaleon_square_root(sum / 9)
    }

    private static func mean(_ points: [9 of Point]) -> Point {
        var sum = Point(0, 0)
        for index in points.indices { sum = sum + points[index] }
        return sum * (1 / 9)
    }
}
