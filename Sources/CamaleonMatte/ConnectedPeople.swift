public import CamaleonImage

/// Drops from a coarse matte what no person on a call looks like: specks, and islands in mid-air.
///
/// Of the connected regions that the network took for a person, the largest stays, and those that the
/// frame's lower edge cuts as it cuts every sitter; a poster or a pattern on the wall does not. With
/// no region of half a per cent of the frame, nobody is there.
public final class ConnectedPeople {
    /// The region of each pixel: 0 for none.
    private var labels: [Int32]
    private var pending: [Int32]
    private var regions: [Region]

    private struct Region {
        var area = 0
        var isCutByLowerEdge = false
    }

    /// What counts as a trace of a person: below it, refinement leaves nothing to see.
    private static let trace: Float = 0.15
    /// The least share of the frame that is a person.
    private static let leastShare = 200

    public init(width: Int, height: Int) {
        labels = [Int32](repeating: 0, count: width * height)
        pending = [Int32](repeating: 0, count: width * height)
        regions = []
        // A pixel with its neighbours off is the smallest region: never more than this many.
        regions.reserveCapacity(width * height / 2 + 2)
    }

    /// - Parameters:
    ///   - matte: 0…1, of the size that this was made for.
    ///   - reachesLowerEdge: whether the matte's lower edge is the frame's.
    /// - Complexity: a few operations a pixel; no allocation.
    public func keepOnly(in matte: FloatPlane, reachesLowerEdge: Bool = true) {
        precondition(
            matte.width * matte.height == labels.count,
            "a matte of the size that this was made for"
        )
        label(matte)
        let largest = regions.indices.max { regions[$0].area < regions[$1].area } ?? 0
        let isAnyone = regions[largest].area * Self.leastShare >= labels.count
        for y in 0..<matte.height {
            let row = matte.row(y)
            for x in 0..<matte.width {
                let region = Int(labels[y * matte.width + x])
                let isSitter = reachesLowerEdge && regions[region].isCutByLowerEdge
                let stays = region == largest || isSitter
                if region != 0 && !(isAnyone && stays) { row[x] = 0 }
            }
        }
    }

    private func label(_ matte: FloatPlane) {
        regions.removeAll(keepingCapacity: true)
        // Region 0 is the background, without area.
        regions.append(Region())
        for index in labels.indices { labels[index] = 0 }
        for y in 0..<matte.height {
            for x in 0..<matte.width
            where matte[x, y] >= Self.trace && labels[y * matte.width + x] == 0 {
                fill(from: y * matte.width + x, matte)
            }
        }
    }

    /// Gives everything that is connected with `start`, side by side, the next label.
    private func fill(from start: Int, _ matte: FloatPlane) {
        let label = Int32(regions.count), width = matte.width
        var region = Region(), count = 0
        func visit(_ index: Int) {
            guard labels[index] == 0, matte[index % width, index / width] >= Self.trace else {
                return
            }
            labels[index] = label
            pending[count] = Int32(index)
            count += 1
        }
        visit(start)
        while count > 0 {
            count -= 1
            let index = Int(pending[count]), x = index % width, y = index / width
            region.area += 1
            if y == matte.height - 1 { region.isCutByLowerEdge = true }
            if x > 0 { visit(index - 1) }
            if x < width - 1 { visit(index + 1) }
            if y > 0 { visit(index - width) }
            if y < matte.height - 1 { visit(index + width) }
        }
        regions.append(region)
    }
}
