/// Sees one of a head's angles change: ``HeadPose/yaw`` or ``HeadPose/pitch``.
///
/// The mesh reads them from the picture, yaw from which half of the face is seen more of. A photograph that
/// is turned shows the same halves, only narrower.
struct TurnWatch: Sendable {
    /// The last slopes, of which the middle one counts, since the mesh trembles.
    private var slopes = [9 of Float](repeating: 0)
    private var count = 0
    /// The least and the greatest slope of two spans of time, one after the other.
    private var earlier: Span?
    private var span: Span?
    private let least: Float

    private struct Span: Sendable {
        let begin: Microseconds
        var least: Float
        var greatest: Float
    }

    /// Two of these are looked back upon: slower turns are not seen, and slow errors do not add up.
    static let spanLength: Microseconds = 1_500_000

    /// - Parameter least: the change that counts.
    init(least: Float) {
        self.least = least
    }

    mutating func reset() {
        (count, earlier, span) = (0, nil, nil)
    }

    /// How much the slope has changed within the last two spans of time.
    var extent: Float {
        guard let span else { return 0 }
        return max(span.greatest, earlier?.greatest ?? span.greatest)
            - min(span.least, earlier?.least ?? span.least)
    }

    /// Takes the next frame's slope; whether it has changed enough within the last seconds.
    mutating func sees(_ slope: Float, at time: Microseconds) -> Bool {
        guard slope.isFinite else { return false }
        slopes[count % slopes.count] = slope
        count += 1
        guard count >= slopes.count else { return false }
        let middle = middleSlope
        var now = span ?? Span(begin: time, least: middle, greatest: middle)
        if time - now.begin >= Self.spanLength {
            earlier = now
            now = Span(begin: time, least: middle, greatest: middle)
        }
        now.least = min(now.least, middle)
        now.greatest = max(now.greatest, middle)
        span = now
        return extent >= least
    }

    private var middleSlope: Float {
        var sorted = slopes
        for index in 1..<sorted.count {
            let value = sorted[index]
            var place = index
            while place > 0 && sorted[place - 1] > value {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = value
        }
        return sorted[sorted.count / 2]
    }
}
