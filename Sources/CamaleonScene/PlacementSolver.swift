public import CamaleonImage

/// Finds where the person covers the hole in a room, and leads them there smoothly.
///
/// Each step tries a few placements near the target, and some far ones, against
///
///     cost = share of the frame that is an uncovered hole + λ · distance from where they really are
///
/// and lets a critically damped spring follow the best.
public struct PlacementSolver {
    /// Steps a second; the spring needs no more exact a clock.
    private static let stepSeconds: Float = 1 / 30
    /// The spring's angular frequency: nine tenths of the way take two thirds of a second.
    private static let frequency: Float = 6
    /// The greatest speed, in shares of the frame a second.
    private static let greatestSpeed: Float = 0.6
    /// Matte or hole below this share of the frame: there is no person, or nothing to cover.
    private static let leastShare: Float = 0.003

    private var target = Placement.identity
    private var current = Placement.identity
    private var velocity = Placement(scale: 0, offsetX: 0, offsetY: 0)
    private var isFine = false

    public init() {}

    /// The placement of the next frame.
    ///
    /// - Parameters:
    ///   - coarseMatte: The person's alpha, 0…1, over the whole frame.
    ///   - hole: The share of the room that is unknown, 0…1, of the same size.
    /// - Returns: Where to draw the person, near the last placement.
    /// - Complexity: a dozen sums over the grid; no allocation.
    public mutating func step(coarseMatte: FloatPlane, hole: FloatPlane) -> Placement {
        precondition(
            coarseMatte.width == hole.width && coarseMatte.height == hole.height,
            "grids of one size"
        )
        let person = GridSilhouette(coarseMatte), gap = GridSilhouette(hole)
        // Not a number is no person either, and must not enter the spring.
        if person.share >= Self.leastShare && gap.share >= Self.leastShare {
            let cost = PlacementCost(
                matte: coarseMatte,
                hole: hole,
                person: person,
                holeShare: gap.share
            )
            target = cost.best(near: target, towards: gap, isFine: isFine)
            isFine.toggle()
        } else {
            target = .identity
        }
        follow()
        return current
    }

    private mutating func follow() {
        Self.spring(&current.scale, &velocity.scale, to: target.scale)
        Self.spring(&current.offsetX, &velocity.offsetX, to: target.offsetX)
        Self.spring(&current.offsetY, &velocity.offsetY, to: target.offsetY)
        // Each of the three has its own way; what they must keep to together is kept to here.
        current.offsetY = max(current.offsetY, 1 - current.scale)
        if target.isIdentity && current.isWithin(0.001, of: target)
            && velocity.isWithin(0.02, of: Self.rest)
        {
            current = .identity
            velocity = Self.rest
        }
    }

    private static let rest = Placement(scale: 0, offsetX: 0, offsetY: 0)

    /// One step of a critically damped spring, as fast as is allowed at most.
    private static func spring(_ value: inout Float, _ speed: inout Float, to target: Float) {
        let force = frequency * frequency * (target - value) - 2 * frequency * speed
        speed = min(max(speed + force * stepSeconds, -greatestSpeed), greatestSpeed)
        value += speed * stepSeconds
    }
}

extension Placement {
    fileprivate func isWithin(_ distance: Float, of other: Placement) -> Bool {
        max(abs(scale - other.scale), abs(offsetX - other.offsetX), abs(offsetY - other.offsetY))
            < distance
    }
}
