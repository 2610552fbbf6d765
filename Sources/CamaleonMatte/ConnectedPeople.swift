public import CamaleonImage

/// Drops from a coarse matte what no person on a call looks like: specks, and islands in mid-air.
///
/// Of the connected regions that the network took for a person, the largest stays, and those that the
/// frame's lower edge cuts as it cuts every sitter; a poster or a pattern on the wall does not. With
/// no region of half a per cent of the frame, nobody is there.
public final class ConnectedPeople {
    private var regions: ConnectedComponents

    /// The smallest share of the frame that is a person.
    private static let minimumShare = 200

    public init(width: Int, height: Int) {
        regions = ConnectedComponents(width: width, height: height)
    }

    /// - Parameters:
    ///   - matte: 0…1, of the size that this was made for.
    ///   - reachesLowerEdge: whether the matte's lower edge is the frame's.
    /// - Complexity: a few operations a pixel; no allocation.
    public func keepOnly(in matte: FloatPlane, reachesLowerEdge: Bool = true) {
        regions.label(matte)
        let all = regions.components
        let largest = all.indices.max { all[$0].area < all[$1].area } ?? 0
        let isAnyone = all[largest].area * Self.minimumShare >= regions.labels.count
        let pixels = matte.all
        for index in regions.labels.indices {
            let region = Int(regions.labels[index])
            let isSitter = reachesLowerEdge && all[region].reachesLowerEdge
            let stays = region == largest || isSitter
            if region != 0 && !(isAnyone && stays) { pixels[index] = 0 }
        }
    }
}
