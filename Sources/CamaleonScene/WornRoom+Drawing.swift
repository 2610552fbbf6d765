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
        Self.coverFit(filling.filled, into: rendered)
        drawing.filling = filling
        drawing.rendered = rendered
        drawing.renderedRevision = revision
        return rendered
    }

    private static func coverFit(_ room: Frame, into frame: Frame) {
        let fit = CoverFit(
            roomWidth: room.width,
            roomHeight: room.height,
            frameWidth: frame.width,
            frameHeight: frame.height
        )
        for index in 0..<3 {
            let from = room.planes[index], to = frame.planes[index]
            let unit: Float = index == 0 ? 1 : 2
            let across = ResamplingAxis(
                offset: fit.offsetX,
                scale: fit.scale,
                unit: unit,
                count: from.width
            )
            let down = ResamplingAxis(
                offset: fit.offsetY,
                scale: fit.scale,
                unit: unit,
                count: from.height
            )
            for y in 0..<to.height {
                to.resampleRow(y, columns: 0..<to.width, from: from, across: across, down: down)
            }
        }
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
        let fit = CoverFit(
            roomWidth: pixels.width,
            roomHeight: pixels.height,
            frameWidth: frameWidth,
            frameHeight: frameHeight
        )
        for y in 0..<grid.height {
            let top = fit.roomY(Float(y * frameHeight) / Float(grid.height))
            let bottom = fit.roomY(Float((y + 1) * frameHeight) / Float(grid.height))
            let rows = Self.cells(from: top, to: bottom, count: pixels.rows)
            for x in 0..<grid.width {
                let left = fit.roomX(Float(x * frameWidth) / Float(grid.width))
                let right = fit.roomX(Float((x + 1) * frameWidth) / Float(grid.width))
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
