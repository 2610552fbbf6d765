/// One value a pixel, rows without gaps: an alpha matte, a mask, a frame's luma.
package struct Grid<Value> {
    package let width: Int
    package let height: Int
    /// Row by row.
    package internal(set) var values: [Value]

    /// - Precondition: as many values as pixels, and at least one.
    package init(width: Int, height: Int, _ values: [Value]) {
        precondition(width > 0 && height > 0 && values.count == width * height, "a value a pixel")
        self.width = width
        self.height = height
        self.values = values
    }

    subscript(x: Int, y: Int) -> Value { values[y * width + x] }

    func map<Other>(_ transform: (Value) -> Other) -> Grid<Other> {
        Grid<Other>(width: width, height: height, values.map(transform))
    }

    func hasSize(of other: Grid<some Any>) -> Bool {
        width == other.width && height == other.height
    }
}

extension Grid: Sendable where Value: Sendable {}
extension Grid: Equatable where Value: Equatable {}

extension Grid<Float> {
    /// Where a matte, 0…1, says that there is a person.
    var person: Grid<Bool> { map { $0 >= 0.5 } }
}

extension Grid<UInt8> {
    /// A matte's or a mask's bytes as alpha, 0…1.
    package var alpha: Grid<Float> { map { Float($0) / 255 } }
}
