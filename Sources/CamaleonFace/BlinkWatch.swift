internal import CamaleonImage

/// How far each eye is open: the mean of its two heights over its width, about 0.3 when it is.
///
/// Source: Soukupová and Čech 2016, "Real-Time Eye Blink Detection using Facial Landmarks", equation 1.
struct EyeOpening: Sendable, Equatable {
    var left: Float
    var right: Float

    init(left: Float, right: Float) {
        self.left = left
        self.right = right
    }

    /// Of the mesh's points.
    init(_ points: [Point]) {
        left = Self.one(points, [33, 160, 158, 133, 153, 144])
        right = Self.one(points, [362, 385, 387, 263, 373, 380])
    }

    private static func one(_ points: [Point], _ p: [6 of Int]) -> Float {
        func distance(_ a: Int, _ b: Int) -> Float { (points[p[a]] - points[p[b]]).magnitude }
        let width = distance(0, 3)
        return width > 0 ? (distance(1, 5) + distance(2, 4)) / (2 * width) : 0
    }
}

/// Sees both eyes close and open again.
///
/// Each opening is the middle one of three frames, since the mesh trembles from one to the next, and is
/// compared with what it has usually been. Both eyes must agree: they tremble apart, and close together.
struct BlinkWatch: Sendable {
    private var left = MiddleOfThree()
    private var right = MiddleOfThree()
    /// What has been usual, and over how many frames.
    private var usual = EyeOpening(left: 0, right: 0)
    private var usualCount = 0
    private var closedSince: Microseconds?

    /// A blink takes 0.1…0.4 s; longer is a glance down.
    ///
    /// Source: Soukupová and Čech 2016, "Real-Time Eye Blink Detection using Facial Landmarks", §1.
    static let length: ClosedRange<Microseconds> = 30_000...500_000
    /// Eyes are closed below this part of their usual opening, and open again above the other.
    ///
    /// Measured on films of photographs: docs/identity-measurements.md.
    static let closedShare: Float = 0.7
    static let openShare: Float = 0.85
    /// How much of what is usual each frame makes anew: what changes within a second is not slow.
    static let renewal: Float = 0.1
    /// Frames until it is known what is usual.
    static let leastCount = 8

    /// Takes the next frame; whether a blink ended in it.
    mutating func sees(_ opening: EyeOpening, at time: Microseconds) -> Bool {
        guard let leftNow = left.next(opening.left), let rightNow = right.next(opening.right)
        else { return false }
        guard usualCount >= Self.leastCount, usual.left > 0, usual.right > 0 else {
            let part = 1 / Float(usualCount + 1)
            learn(leftNow, rightNow, part)
            return false
        }
        let shares = (leftNow / usual.left, rightNow / usual.right)
        guard let since = closedSince else {
            if max(shares.0, shares.1) < Self.closedShare {
                closedSince = time
            } else {
                learn(leftNow, rightNow, Self.renewal)
            }
            return false
        }
        if time - since > Self.length.upperBound {
            // What lasts is the new usual.
            (closedSince, usualCount) = (nil, 0)
            return false
        }
        guard min(shares.0, shares.1) > Self.openShare else { return false }
        closedSince = nil
        return Self.length ~= time - since
    }

    private mutating func learn(_ leftNow: Float, _ rightNow: Float, _ part: Float) {
        usual.left += part * (leftNow - usual.left)
        usual.right += part * (rightNow - usual.right)
        usualCount += 1
    }
}

/// The middle one of the last three numbers.
private struct MiddleOfThree: Sendable {
    private var before: (Float, Float)?
    private var last: Float?

    mutating func next(_ value: Float) -> Float? {
        defer {
            before = last.map { ($0, value) }
            last = value
        }
        guard let (a, b) = before else { return nil }
        return max(min(a, b), min(max(a, b), value))
    }
}
