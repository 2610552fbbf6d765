import CamaleonImage

/// How much of a grid something fills, and where: coordinates are shares of the grid.
struct GridSilhouette {
    /// Its area.
    private(set) var share: Float = 0
    private(set) var centreX: Float = 0.5
    private(set) var centreY: Float = 0.5
    /// The upper edge of what is more than half there.
    private(set) var top: Float = 1
    /// How much of the left and of the right edge it touches.
    private(set) var leftShare: Float = 0
    private(set) var rightShare: Float = 0

    init(_ grid: FloatPlane) {
        var sum: Float = 0, sumX: Float = 0, sumY: Float = 0
        for y in 0..<grid.height {
            let row = grid.row(y)
            var rowSum: Float = 0
            for x in 0..<grid.width {
                rowSum += row[x]
                sumX += row[x] * (Float(x) + 0.5)
                if row[x] > 0.5 { top = min(top, Float(y) / Float(grid.height)) }
            }
            sum += rowSum
            sumY += rowSum * (Float(y) + 0.5)
            leftShare += row[0] / Float(grid.height)
            rightShare += row[grid.width - 1] / Float(grid.height)
        }
        share = sum / Float(grid.width * grid.height)
        guard sum > 0 else { return }
        centreX = sumX / sum / Float(grid.width)
        centreY = sumY / sum / Float(grid.height)
    }
}

/// Where the person may be drawn.
struct PlacementBounds {
    static let scales: ClosedRange<Float> = 0.8...1.6
    /// The person's centre stays this far from the sides, unless it is nearer already.
    private static let sideMargin: Float = 0.15
    /// The head stays this far below the upper edge, unless it is nearer already.
    private static let topMargin: Float = 0.03
    /// How far the person may sink.
    private static let greatestSinking: Float = 0.3

    private let person: GridSilhouette

    init(_ person: GridSilhouette) {
        self.person = person
    }

    func clamped(_ placement: Placement) -> Placement {
        var placement = placement
        placement.scale = min(max(placement.scale, Self.scales.lowerBound), Self.scales.upperBound)
        let centre = person.centreX
        let centres = min(centre, Self.sideMargin)...max(centre, 1 - Self.sideMargin)
        let drawn = placement.offsetX + placement.scale * centre
        placement.offsetX += min(max(drawn, centres.lowerBound), centres.upperBound) - drawn
        // The frame's lower edge cuts the person, so that it must not rise above itself: no torso floats.
        let least = max(
            1 - placement.scale,
            min(person.top, Self.topMargin) - placement.scale * person.top
        )
        placement.offsetY = min(
            max(placement.offsetY, least),
            max(1 - placement.scale + Self.greatestSinking, least)
        )
        return placement
    }
}

/// What a placement costs, for one frame's matte and hole.
struct PlacementCost {
    /// λ: shares of the frame left uncovered that are worth moving across the whole frame, or
    /// growing to twice the size.
    private static let distanceCost: Float = 0.05
    /// What it costs that an arm cut by the frame's side would end in mid-air, for a whole side.
    private static let cutCost: Float = 0.5
    /// How much better a placement must be to be taken, so that noise moves nobody.
    private static let leastGain: Float = 0.0005

    let matte: FloatPlane
    let hole: FloatPlane
    let person: GridSilhouette
    let bounds: PlacementBounds
    /// A room that is all but unknown has no place for the person: they stay.
    let gain: Float

    init(matte: FloatPlane, hole: FloatPlane, person: GridSilhouette, holeShare: Float) {
        self.matte = matte
        self.hole = hole
        self.person = person
        bounds = PlacementBounds(person)
        gain = min(max((0.8 - holeShare) / 0.3, 0), 1)
    }

    /// The best placement near `target`, or among the first guesses: home, and onto `gap`.
    func best(near target: Placement, towards gap: GridSilhouette, isFine: Bool) -> Placement {
        let start = bounds.clamped(target)
        let step: Float = isFine ? 0.01 : 0.05
        var best = start, least = cost(start) - Self.leastGain
        func consider(_ candidate: Placement) {
            let candidate = bounds.clamped(candidate)
            let cost = cost(candidate)
            if cost < least { (best, least) = (candidate, cost) }
        }
        consider(.identity)
        consider(
            Placement(
                scale: (start.scale + 1) / 2,
                offsetX: start.offsetX / 2,
                offsetY: start.offsetY / 2
            )
        )
        consider(onto(gap, scale: 1))
        consider(onto(gap, scale: start.scale))
        consider(onto(gap, scale: Self.squareRoot(gap.share / person.share)))
        for index in 0..<2 {
            let step = index == 0 ? -step : step
            consider(start.moved(x: step))
            consider(start.moved(y: step))
            consider(start.scaled(by: 1 + step, aroundX: person.centreX))
        }
        return best
    }

    /// The square root, exact to a hundredth within what scales may be squared: by Newton, as the
    /// engine has no library of mathematics.
    private static func squareRoot(_ square: Float) -> Float {
        let square = min(max(square, 0.5), 3)
        let guess = (1 + square) / 2
        return (guess + square / guess) / 2
    }

    /// The person's centre on that of `gap`.
    private func onto(_ gap: GridSilhouette, scale: Float) -> Placement {
        Placement(
            scale: scale,
            offsetX: gap.centreX - scale * person.centreX,
            offsetY: gap.centreY - scale * person.centreY
        )
    }

    func cost(_ placement: Placement) -> Float {
        let scale = placement.scale
        let across = abs(placement.offsetX + (scale - 1) * person.centreX)
        let down = abs(placement.offsetY + (scale - 1))
        let growth = max(scale, 1 / scale) - 1
        let cut =
            person.leftShare * min(max(placement.offsetX, 0) * 10, 1)
            + person.rightShare * min(max(1 - scale - placement.offsetX, 0) * 10, 1)
        return gain * uncovered(placement) + Self.distanceCost * (across + down + growth) + Self
            .cutCost * cut
    }

    /// The share of the frame that is a hole which the person does not cover.
    private func uncovered(_ placement: Placement) -> Float {
        let (width, height) = (Float(matte.width), Float(matte.height))
        let across = ResamplingAxis(
            offset: placement.offsetX * width,
            scale: placement.scale,
            unit: 1,
            count: matte.width
        )
        let down = ResamplingAxis(
            offset: placement.offsetY * height,
            scale: placement.scale,
            unit: 1,
            count: matte.height
        )
        var sum: Float = 0
        for y in 0..<hole.height {
            let holes = hole.row(y), vertical = down.taps(y)
            let upper = matte.row(vertical.low), lower = matte.row(vertical.high)
            let isRowInside = down.isInside(y), lowerShare = Float(vertical.share) / 256
            for x in 0..<hole.width where holes[x] > 0 {
                guard isRowInside, across.isInside(x) else {
                    sum += holes[x]
                    continue
                }
                let taps = across.taps(x), share = Float(taps.share) / 256
                let top = upper[taps.low] + (upper[taps.high] - upper[taps.low]) * share
                let bottom = lower[taps.low] + (lower[taps.high] - lower[taps.low]) * share
                sum += holes[x] * (1 - top - (bottom - top) * lowerShare)
            }
        }
        return sum / (width * height)
    }
}

extension Placement {
    fileprivate func moved(x: Float = 0, y: Float = 0) -> Placement {
        Placement(scale: scale, offsetX: offsetX + x, offsetY: offsetY + y)
    }

    /// Grown about the point of the person at `x`, at the frame's lower edge.
    fileprivate func scaled(by factor: Float, aroundX x: Float) -> Placement {
        Placement(
            scale: scale * factor,
            offsetX: offsetX + scale * x * (1 - factor),
            offsetY: offsetY + scale * (1 - factor)
        )
    }
}
