/// How much of an embedding a frame computes: so much a second, however many frames a second there are.
///
/// Where somebody is shown and nothing is in doubt, recognition takes as little of each frame as it can.
/// Where nobody is, a frame may take longer, since it shows no movement; and a doubt has to be settled
/// within 100 ms.
public struct RecognitionBudget: Sendable {
    /// Slices in a thirtieth of a second: an embedding in two, of 30 frames a second; or in twelve.
    static let urgent = 6, calm = 1
    private static let thirtieth: Microseconds = 33_333

    private var lastFrame: Microseconds?
    private var thirtieths = 1

    public init() {}

    /// Takes the time of a frame; called for each.
    public mutating func begin(frameAt time: Microseconds) {
        let interval = time - (lastFrame ?? time)
        lastFrame = time
        let maximum = Microseconds(FaceRecogniser.sliceCount)
        thirtieths = Int(min(maximum, max(1, (interval + Self.thirtieth / 2) / Self.thirtieth)))
    }

    /// Whether there are 20 frames a second or more.
    public var isFast: Bool { thirtieths == 1 }

    /// The number of slices for this frame, 1…``FaceRecogniser/sliceCount``.
    public func slices(isUrgent: Bool) -> Int {
        min(FaceRecogniser.sliceCount, thirtieths * (isUrgent ? Self.urgent : Self.calm))
    }
}
