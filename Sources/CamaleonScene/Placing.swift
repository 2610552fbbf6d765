public import CamaleonImage

/// Draws the person of `frame` where `placement` says, with their matte: bilinear, and transparent
/// outside the source.
///
/// Colours are written round the person alone: where `placedMatte` is 0, `placed` keeps what it had.
///
/// - Parameters:
///   - frame: The camera's frame.
///   - matte: Alpha of the person, 0…255, of the luma's size.
///   - placement: Where to.
///   - placed: Receives the person; another memory than that of `frame`.
///   - placedMatte: Receives their matte; every pixel is written.
/// - Precondition: all have one size.
/// - Complexity: a look at each pixel of the matte, and some 20 operations a pixel of the person; no
///   allocation.
public func place(
    _ frame: Frame,
    matte: Plane,
    by placement: Placement,
    into placed: Frame,
    placedMatte: Plane
) {
    if placement.isIdentity {
        placed.copy(from: frame)
        placedMatte.copy(from: matte)
        return
    }
    precondition(
        frame.width == matte.width && placed.width == matte.width
            && placedMatte.width == matte.width
            && frame.height == matte.height && placed.height == matte.height
            && placedMatte.height == matte.height,
        "frames and mattes of one size"
    )
    let luma = PlacementAxes(placement, frame, unit: 1),
        chroma = PlacementAxes(placement, frame, unit: 2)
    var columns = 0..<0
    for y in 0..<matte.height {
        let own = placeMatteRow(y, matte, luma, into: placedMatte)
        placed.luma.resampleRow(
            y,
            columns: own,
            from: frame.luma,
            across: luma.across,
            down: luma.down
        )
        // A row of chroma belongs to two of luma, the last perhaps to one.
        columns = y & 1 == 0 || columns.isEmpty ? own : own.isEmpty ? columns : union(columns, own)
        guard y & 1 == 1 || y == matte.height - 1, !columns.isEmpty else { continue }
        let half = columns.lowerBound / 2..<(columns.upperBound + 1) / 2
        placed.blueChroma.resampleRow(
            y / 2,
            columns: half,
            from: frame.blueChroma,
            across: chroma.across,
            down: chroma.down
        )
        placed.redChroma.resampleRow(
            y / 2,
            columns: half,
            from: frame.redChroma,
            across: chroma.across,
            down: chroma.down
        )
    }
}

private struct PlacementAxes {
    let across: ResamplingAxis
    let down: ResamplingAxis

    init(_ placement: Placement, _ frame: Frame, unit: Float) {
        let (width, height) = (Float(frame.width), Float(frame.height))
        let plane = unit == 1 ? frame.luma : frame.blueChroma
        // A quarter at least, so that no position leaves 32 bits.
        let scale = max(0.25, placement.scale)
        across = ResamplingAxis(
            offset: placement.offsetX * width,
            scale: scale,
            unit: unit,
            count: plane.width
        )
        down = ResamplingAxis(
            offset: placement.offsetY * height,
            scale: scale,
            unit: unit,
            count: plane.height
        )
    }
}

private func union(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
    min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
}

/// Writes row `y` of the placed matte, and returns the columns where it may be above 0.
private func placeMatteRow(
    _ y: Int,
    _ matte: Plane,
    _ axes: PlacementAxes,
    into placed: Plane
) -> Range<Int> {
    var columns = 0..<0
    if axes.down.isInside(y) {
        let taps = axes.down.taps(y)
        let upper = personColumns(matte.row(taps.low), width: matte.width)
        let lower = personColumns(matte.row(taps.high), width: matte.width)
        let source = upper.isEmpty ? lower : lower.isEmpty ? upper : union(upper, lower)
        columns = axes.across.samples(of: source, within: placed.width)
    }
    let row = placed.row(y)
    for x in 0..<columns.lowerBound { row[x] = 0 }
    for x in columns.upperBound..<placed.width { row[x] = 0 }
    placed.resampleRow(y, columns: columns, from: matte, across: axes.across, down: axes.down)
    return columns
}

/// From the first pixel of a person to the last.
private func personColumns(_ row: PixelRow, width: Int) -> Range<Int> {
    var first = 0, last = width
    while first < width && row[first] == 0 { first += 1 }
    while last > first && row[last - 1] == 0 { last -= 1 }
    return first..<last
}

extension ResamplingAxis {
    /// The samples that pixels `source` take part in and that lie on the source.
    fileprivate func samples(of source: Range<Int>, within count: Int) -> Range<Int> {
        guard !source.isEmpty else { return 0..<0 }
        var first = min(max(((source.lowerBound - 1) << 16 - start) / step, 0), count)
        var last = min(max((source.upperBound << 16 - start) / step + 1, first), count)
        while first < last && !isInside(first) { first += 1 }
        while last > first && !isInside(last - 1) { last -= 1 }
        return first..<last
    }
}
