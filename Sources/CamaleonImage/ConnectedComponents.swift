/// Numbers the connected components of a picture: pixels that hang together side by side.
public struct ConnectedComponents: Sendable {
    public struct Component: Sendable {
        /// Pixels.
        public fileprivate(set) var area = 0
        /// Whether it has a pixel in the lowest row.
        public fileprivate(set) var reachesLowerEdge = false
    }

    public let width: Int
    public let height: Int
    /// The component of each pixel, row by row; 0 for none.
    public private(set) var labels: [Int32]
    /// By their numbers, in the order of their first pixels; number 0, which is none, has no area.
    public private(set) var components: [Component] = []
    private var pending: [Int32]

    /// What counts as a trace of a person in a coarse matte: below it, refinement leaves nothing to see.
    public static let trace: Float = 0.15

    /// Marks of pixels while components are numbered.
    private static let outside: Int32 = 0, unvisited: Int32 = -1

    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a picture has at least one pixel")
        self.width = width
        self.height = height
        labels = [Int32](repeating: 0, count: width * height)
        pending = [Int32](repeating: 0, count: width * height)
        // A pixel with its neighbours off is the smallest component: never more than this many.
        components.reserveCapacity(width * height / 2 + 2)
    }

    /// Numbers the components of the pixels that are `included`, by their places row by row.
    ///
    /// - Complexity: a few operations a pixel; no allocation.
    public mutating func label(where included: (_ index: Int) -> Bool) {
        components.removeAll(keepingCapacity: true)
        components.append(Component())
        for index in labels.indices {
            labels[index] = included(index) ? Self.unvisited : Self.outside
        }
        for index in labels.indices where labels[index] == Self.unvisited { fill(from: index) }
    }

    /// Numbers the components of a matte, 0…1, where there is a ``trace`` of a person.
    ///
    /// - Precondition: the matte has this size.
    public mutating func label(_ matte: FloatPlane) {
        precondition(matte.width == width && matte.height == height, "a matte of this size")
        let pixels = matte.all
        label { pixels[$0] >= Self.trace }
    }

    /// Gives everything that is connected with `start` the next number.
    private mutating func fill(from start: Int) {
        let label = Int32(components.count)
        var component = Component(), count = 0
        visit(start, label, &count)
        while count > 0 {
            count -= 1
            let index = Int(pending[count]), x = index % width
            component.area += 1
            if index >= width * (height - 1) { component.reachesLowerEdge = true }
            if x > 0 { visit(index - 1, label, &count) }
            if x < width - 1 { visit(index + 1, label, &count) }
            if index >= width { visit(index - width, label, &count) }
            if index < width * (height - 1) { visit(index + width, label, &count) }
        }
        components.append(component)
    }

    @inline(__always)
    private mutating func visit(_ index: Int, _ label: Int32, _ count: inout Int) {
        guard labels[index] == Self.unvisited else { return }
        labels[index] = label
        pending[count] = Int32(index)
        count += 1
    }
}
