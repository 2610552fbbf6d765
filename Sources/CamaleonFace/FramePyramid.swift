public import CamaleonImage

/// A frame and its halves, quarters… so that a network that sees little of it sees no aliases.
///
/// Each level is made when it is first asked for, once a frame. A class because it owns their memory.
public final class FramePyramid {
    public let width: Int
    public let height: Int
    public let colorSpace: ColorSpace
    private var levels: [Frame] = []
    /// How many levels belong to the frame that is shown.
    private var readyCount = 0

    /// No level has a side of less than this, in pixels.
    private static let leastSide = 8

    public init(width: Int, height: Int, colorSpace: ColorSpace) {
        self.width = width
        self.height = height
        self.colorSpace = colorSpace
        levels = [Frame(width: width, height: height)]
        var (w, h) = (width, height)
        while min(w, h) >= 2 * Self.leastSide {
            (w, h) = ((w + 1) / 2, (h + 1) / 2)
            levels.append(Frame(width: w, height: h))
        }
    }

    /// Takes a frame, whose pixels must stay until the next one is shown.
    ///
    /// - Precondition: it has the pyramid's size.
    public func show(_ frame: Frame) {
        precondition(frame.width == width && frame.height == height, "a frame of this size")
        levels[0] = frame
        readyCount = 1
    }

    /// The most halvings that leave at least `side` pixels of `regionSide`.
    func level(halving regionSide: Float, downTo side: Int) -> Int {
        var level = 0, rest = regionSide
        while level + 1 < levels.count && rest >= Float(2 * side) {
            rest /= 2
            level += 1
        }
        return level
    }

    /// The frame, halved `level` times.
    ///
    /// - Complexity: once a frame, four additions a pixel of the level before; no allocation.
    func frame(level: Int) -> Frame {
        precondition(readyCount > 0, "show a frame first")
        while readyCount <= level {
            let from = levels[readyCount - 1], to = levels[readyCount]
            halve(from.luma, into: to.luma)
            halve(from.blueChroma, into: to.blueChroma)
            halve(from.redChroma, into: to.redChroma)
            readyCount += 1
        }
        return levels[level]
    }
}
