import CamaleonImage

/// A room without holes: what is unknown is filled from its surroundings, and the edge between known
/// and filled is feathered, so that none is seen.
struct RoomFilling {
    let filled: Frame
    private let weight: FloatPlane
    private let means: [FloatPlane]
    private let pyramid: PushPull

    init(_ room: RoomPixels) {
        filled = Frame(width: room.width, height: room.height)
        weight = FloatPlane(width: room.columns, height: room.rows)
        means = (0..<3).map { _ in FloatPlane(width: room.columns, height: room.rows) }
        pyramid = PushPull(width: room.columns, height: room.rows)
    }

    func fits(_ room: RoomPixels) -> Bool {
        filled.width == room.width && filled.height == room.height
    }

    /// - Complexity: about 30 operations a cell and 10 a pixel; no allocation.
    func fill(_ room: RoomPixels) {
        for row in 0..<room.rows {
            for column in 0..<room.columns { weight[column, row] = Self.weight(room, column, row) }
            readMeans(room, row)
        }
        pyramid.fill(values: means, weight: weight)
        for row in 0..<room.rows {
            let blue = filled.blueChroma.row(row), red = filled.redChroma.row(row)
            let blueMeans = means[1].row(row), redMeans = means[2].row(row)
            for column in 0..<room.columns {
                blue[column] = UInt8(clamping: blueMeans[column])
                red[column] = UInt8(clamping: redMeans[column])
            }
        }
        for y in 0..<room.height { writeLuma(room, y) }
    }

    /// How certain a cell is: what share of it and its neighbours is known, or 0 if it is not.
    private static func weight(_ room: RoomPixels, _ column: Int, _ row: Int) -> Float {
        guard room.known[column, row] != 0 else { return 0 }
        var count = 0, known = 0
        for y in max(row - 1, 0)...min(row + 1, room.rows - 1) {
            let cells = room.known.row(y)
            for x in max(column - 1, 0)...min(column + 1, room.columns - 1) {
                count += 1
                known += Int(cells[x])
            }
        }
        return known == count ? 1 : Float(known) / Float(count)
    }

    private func readMeans(_ room: RoomPixels, _ row: Int) {
        let luma = room.pixels.luma, blue = room.pixels.blueChroma.row(row),
            red = room.pixels.redChroma.row(row)
        let upper = luma.row(2 * row), lower = luma.row(min(2 * row + 1, room.height - 1))
        for column in 0..<room.columns {
            let second = min(2 * column + 1, room.width - 1)
            let sum =
                Int(upper[2 * column]) + Int(upper[second]) + Int(lower[2 * column])
                + Int(lower[second])
            means[0][column, row] = Float(sum) * 0.25
            means[1][column, row] = Float(blue[column])
            means[2][column, row] = Float(red[column])
        }
    }

    /// Luma keeps its own detail where it is known; else it is the cells' filled means, enlarged.
    private func writeLuma(_ room: RoomPixels, _ y: Int) {
        let own = room.pixels.luma.row(y), row = filled.luma.row(y), weights = weight.row(y / 2)
        let near = means[0].row(y / 2),
            far = means[0].row(PushPull.neighbour(of: y, count: room.rows))
        for x in 0..<room.width {
            let share = weights[x / 2]
            if share >= 1 {
                row[x] = own[x]
                continue
            }
            let other = PushPull.neighbour(of: x, count: room.columns)
            let nearMean = 0.75 * near[x / 2] + 0.25 * near[other]
            let farMean = 0.75 * far[x / 2] + 0.25 * far[other]
            row[x] = UInt8(
                clamping: Float(own[x]) * share + (0.75 * nearMean + 0.25 * farMean) * (1 - share)
            )
        }
    }
}
