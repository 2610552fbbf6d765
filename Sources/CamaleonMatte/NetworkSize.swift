/// The size at which a frame is segmented.
public struct NetworkSize: Equatable, Sendable {
    public let width: Int
    public let height: Int

    /// The multiples of `multiple`, of about `budget` pixels, nearest to the frame's aspect.
    ///
    /// A twentieth more than the budget is taken for a better aspect.
    public init(frameWidth: Int, frameHeight: Int, multiple: Int, budget: Int) {
        let most = budget + budget / 20
        var best = (cost: Float.infinity, width: multiple, height: multiple)
        let aspect = Float(frameWidth) / Float(frameHeight)
        for height in stride(from: multiple, through: most / multiple, by: multiple) {
            let widest = most / height / multiple * multiple
            guard widest >= multiple else { break }
            // The width that fits the aspect best, if the budget allows it, else as near as it does.
            let ideal = Int(aspect * Float(height) / Float(multiple) + 0.5) * multiple
            let width = max(multiple, min(widest, ideal))
            let ratio = Float(width) / Float(height) / aspect
            let stretch = max(ratio, 1 / ratio) - 1
            let unused = abs(1 - Float(width * height) / Float(budget))
            // A twentieth of stretch costs as much as a fifth of the pixels: both cost accuracy.
            let cost = 4 * stretch + unused
            if cost < best.cost { best = (cost, width, height) }
        }
        width = best.width
        height = best.height
    }
}
