public import CamaleonImage

/// Drops from a coarse matte what no person on a call looks like: specks, islands in mid-air, and what the network
/// only guesses.
///
/// Of the connected regions that the network took for a person, the largest stays, and those that the
/// frame's lower edge cuts as it cuts every sitter; a poster or a pattern on the wall does not. With
/// no region of half a per cent of the frame, nobody is there.
///
/// A region of which the network is hardly anywhere sure is furniture. Of people the selfie network is sure in half
/// of their pixels and more (of 352 pictures of people one had less, 0.34), of what it takes for people in empty
/// rooms mostly in none. The UNet is never as sure, but of people it is fairly sure almost everywhere. Who was
/// there in the frame before may be less sure, so that nobody vanishes who moves.
public final class ConnectedPeople {
    private var regions: ConnectedComponents
    /// For each region, how many pixels are sure, fairly sure, and were a person's in the frame before.
    private var sureCounts: [Int] = []
    private var fairCounts: [Int] = []
    private var knownCounts: [Int] = []
    private var wasPerson: [Bool]

    /// The smallest share of the frame that is a person.
    private static let minimumShare = 200
    /// What of a matte is sure, and fairly sure.
    private static let sure: Float = 0.95, fair: Float = 0.8
    /// The smallest share of a newcomer's region that is sure, or fairly sure.
    private static let sureShare: Float = 0.33, fairShare: Float = 0.4
    /// How much of that is asked of whoever was there in the frame before.
    private static let known: Float = 0.45

    public init(width: Int, height: Int) {
        regions = ConnectedComponents(width: width, height: height)
        wasPerson = [Bool](repeating: false, count: width * height)
        // A pixel with its neighbours off is the smallest region: never more than this many.
        sureCounts.reserveCapacity(width * height / 2 + 2)
        fairCounts.reserveCapacity(width * height / 2 + 2)
        knownCounts.reserveCapacity(width * height / 2 + 2)
    }

    /// The next frame is the first.
    public func reset() {
        for index in wasPerson.indices { wasPerson[index] = false }
    }

    /// - Parameters:
    ///   - matte: 0…1, of the size that this was made for.
    ///   - reachesLowerEdge: whether the matte's lower edge is the frame's.
    /// - Complexity: a few operations a pixel; no allocation.
    public func keepOnly(in matte: FloatPlane, reachesLowerEdge: Bool = true) {
        regions.label(matte)
        count(matte)
        let all = regions.components
        let largest = all.indices.max { area(of: $0) < area(of: $1) } ?? 0
        let isAnyone = area(of: largest) * Self.minimumShare >= regions.labels.count
        let pixels = matte.all
        for index in regions.labels.indices {
            let region = Int(regions.labels[index])
            let isSitter = reachesLowerEdge && all[region].reachesLowerEdge && area(of: region) > 0
            let stays = region != 0 && isAnyone && (region == largest || isSitter)
            if region != 0 && !stays { pixels[index] = 0 }
            wasPerson[index] = stays
        }
    }

    private func count(_ matte: FloatPlane) {
        sureCounts.removeAll(keepingCapacity: true)
        fairCounts.removeAll(keepingCapacity: true)
        knownCounts.removeAll(keepingCapacity: true)
        for _ in regions.components {
            sureCounts.append(0)
            fairCounts.append(0)
            knownCounts.append(0)
        }
        let pixels = matte.all
        for index in regions.labels.indices {
            let region = Int(regions.labels[index])
            if pixels[index] > Self.sure { sureCounts[region] += 1 }
            if pixels[index] > Self.fair { fairCounts[region] += 1 }
            if wasPerson[index] { knownCounts[region] += 1 }
        }
    }

    /// Pixels of a region; none if it is the background, or no person.
    private func area(of region: Int) -> Int {
        let area = regions.components[region].area
        guard region > 0 else { return 0 }
        let asked = 2 * knownCounts[region] > area ? Self.known : 1
        let isSure = Float(sureCounts[region]) >= asked * Self.sureShare * Float(area)
        let isFairlySure = Float(fairCounts[region]) >= asked * Self.fairShare * Float(area)
        return isSure || isFairlySure ? area : 0
    }
}
