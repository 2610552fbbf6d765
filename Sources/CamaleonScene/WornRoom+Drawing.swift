public import CamaleonImage

/// What has been drawn of a room, and when.
struct RoomDrawing {
    var filling: RoomFilling?
    /// The room in a frame's size, and the revision it shows.
    var rendered: Frame?
    var renderedRevision = -1
    /// The hole in a grid, the revision, and the frame's size.
    var hole: FloatPlane?
    var holeKey = (revision: -1, width: 0, height: 0)
}

extension WornRoom {
    /// Draws the room into `frame`, cover-fitted, its holes filled from their surroundings; slate
    /// when the room is empty.
    ///
    /// It is drawn anew when the room or the frame's size has changed, else copied: no allocation.
    public func render(into frame: Frame) {
        guard let pixels, !isEmpty else {
            frame.fillWithSlate()
            return
        }
        frame.copy(from: rendered(pixels, width: frame.width, height: frame.height))
    }

    private func rendered(_ pixels: RoomPixels, width: Int, height: Int) -> Frame {
        if let rendered = drawing.rendered, rendered.width == width, rendered.height == height,
            drawing.renderedRevision == revision
        {
            return rendered
        }
        var rendered = drawing.rendered ?? Frame(width: width, height: height)
        if rendered.width != width || rendered.height != height {
            rendered = Frame(width: width, height: height)
        }
        var filling = drawing.filling ?? RoomFilling(pixels)
        if !filling.fits(pixels) { filling = RoomFilling(pixels) }
        filling.fill(pixels)
        rendered.coverFit(filling.filled)
        drawing.filling = filling
        drawing.rendered = rendered
        drawing.renderedRevision = revision
        return rendered
    }

    /// Fills `grid` with the share of the room that is unknown in each of its cells, which together
    /// cover a frame of that size; 1 when the room is empty.
    public func hole(into grid: FloatPlane, frameWidth: Int, frameHeight: Int) {
        guard let pixels else {
            grid.fill(1)
            return
        }
        if let hole = drawing.hole, hole.width == grid.width, hole.height == grid.height,
            drawing.holeKey == (revision, frameWidth, frameHeight)
        {
            grid.copy(from: hole)
            return
        }
        let seen = Crop(
            sourceWidth: pixels.width,
            sourceHeight: pixels.height,
            covering: frameWidth,
            frameHeight
        )
        let cell = Point(seen.width / Float(grid.width), seen.height / Float(grid.height))
        for y in 0..<grid.height {
            let top = seen.y + Float(y) * cell.y
            let bottom = seen.y + Float(y + 1) * cell.y
            let rows = Self.cells(from: top, to: bottom, count: pixels.rows)
            for x in 0..<grid.width {
                let left = seen.x + Float(x) * cell.x
                let right = seen.x + Float(x + 1) * cell.x
                grid[x, y] = pixels.unknownShare(
                    Self.cells(from: left, to: right, count: pixels.columns),
                    rows
                )
            }
        }
        keepHole(grid, frameWidth: frameWidth, frameHeight: frameHeight)
    }

    private func keepHole(_ grid: FloatPlane, frameWidth: Int, frameHeight: Int) {
        if drawing.hole?.width != grid.width || drawing.hole?.height != grid.height {
            drawing.hole = FloatPlane(width: grid.width, height: grid.height)
        }
        drawing.hole?.copy(from: grid)
        drawing.holeKey = (revision, frameWidth, frameHeight)
    }

    /// The cells between two luma positions, at least one.
    private static func cells(from low: Float, to high: Float, count: Int) -> Range<Int> {
        let first = min(max(Int(low / 2), 0), count - 1)
        return first..<max(min(Int(high / 2), count), first + 1)
    }
}

extension RoomPixels {
    func unknownShare(_ columns: Range<Int>, _ rows: Range<Int>) -> Float {
        var count = 0
        for row in rows {
            let known = known.row(row)
            for column in columns { count += 1 - Int(known[column]) }
        }
        return Float(count) / Float(columns.count * rows.count)
    }
}
