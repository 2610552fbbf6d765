extension Grid<Bool> {
    /// All pixels no farther than `radius` from one that is set, centre to centre: dilation by a disc.
    ///
    /// Beyond the picture's edge nothing is set.
    ///
    /// - Complexity: a few operations a pixel, whatever the radius.
    func dilated(by radius: Int) -> Grid<Bool> {
        let distances = columnDistances(upTo: radius)
        // How far the disc reaches in a row at each distance from its centre.
        let reaches = (0...radius).map { distance in
            Int(Double(radius * radius - distance * distance).squareRoot())
        }
        var result = map { _ in false }
        var change = [Int](repeating: 0, count: width + 1)
        for y in 0..<height {
            for x in 0...width { change[x] = 0 }
            for x in 0..<width where distances[y * width + x] <= radius {
                let reach = reaches[distances[y * width + x]]
                change[Swift.max(0, x - reach)] += 1
                change[Swift.min(width, x + reach + 1)] -= 1
            }
            var covers = 0
            for x in 0..<width {
                covers += change[x]
                result.values[y * width + x] = covers > 0
            }
        }
        return result
    }

    /// All set pixels with none that is not set within `radius`: erosion by a disc.
    ///
    /// The picture's edge erodes nothing: what it cuts off goes on beyond it.
    func eroded(by radius: Int) -> Grid<Bool> { inverted.dilated(by: radius).inverted }

    var inverted: Grid<Bool> { map { !$0 } }

    /// Each pixel's distance to the nearest that is set in its column; `limit + 1` for all farther ones.
    private func columnDistances(upTo limit: Int) -> [Int] {
        var distances = [Int](repeating: limit + 1, count: values.count)
        for index in values.indices {
            let above = index < width ? limit + 1 : distances[index - width]
            distances[index] = values[index] ? 0 : Swift.min(limit + 1, above + 1)
        }
        for index in values.indices.reversed() where index + width < values.count {
            distances[index] = Swift.min(distances[index], distances[index + width] + 1)
        }
        return distances
    }
}
