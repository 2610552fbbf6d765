import Foundation

/// What the gate did while a film was played.
struct GateReport: Encodable {
    enum Who: String, Encodable {
        case user, stranger, nobody
    }

    /// One clip.
    struct Scene: Encodable {
        let name: String
        let who: Who
        var frames = 0
        var framesShown = 0
        /// Until the first frame that was shown; nothing if there is none.
        var millisecondsUntilShown: Double?
        /// Until the last frame that was shown.
        var millisecondsUntilHidden: Double = 0
        /// Hidden after the first frame that was shown.
        var framesHiddenAgain = 0

        mutating func add(isShown: Bool, at milliseconds: Double, lasting: Double) {
            frames += 1
            if isShown {
                framesShown += 1
                millisecondsUntilShown = millisecondsUntilShown ?? milliseconds
                millisecondsUntilHidden = milliseconds + lasting
            } else if millisecondsUntilShown != nil {
                framesHiddenAgain += 1
            }
        }
    }

    let person: String
    /// The clip.
    let enrolledOn: String
    let enrolmentMilliseconds: Double
    let scenes: [Scene]
    let strangerFrames: Int
    let strangerFramesShown: Int
    /// The longest that a stranger was shown after a cut.
    let strangerMillisecondsAtMost: Double
    let userFrames: Int
    /// Not counting those until the user was verified.
    let userFramesHiddenAgain: Int
    let returnMillisecondsMedian: Double
    let returnMillisecondsAtMost: Double
    /// Clips of the user in which nobody was ever shown.
    let userClipsNeverShown: Int

    init(
        _ person: String,
        enrolledOn: String,
        enrolmentMilliseconds: Double,
        _ scenes: [Scene]
    ) {
        self.person = person
        self.enrolledOn = enrolledOn
        self.enrolmentMilliseconds = enrolmentMilliseconds
        self.scenes = scenes
        let strangers = scenes.filter { $0.who == .stranger }
        let own = scenes.filter { $0.who == .user }
        strangerFrames = strangers.reduce(0) { $0 + $1.frames }
        strangerFramesShown = strangers.reduce(0) { $0 + $1.framesShown }
        strangerMillisecondsAtMost = strangers.map(\.millisecondsUntilHidden).max() ?? 0
        userFrames = own.reduce(0) { $0 + $1.frames }
        userFramesHiddenAgain = own.reduce(0) { $0 + $1.framesHiddenAgain }
        let returns = own.compactMap(\.millisecondsUntilShown)
        returnMillisecondsMedian = returns.isEmpty ? 0 : returns.percentile(50)
        returnMillisecondsAtMost = returns.max() ?? 0
        userClipsNeverShown = own.count - returns.count
    }

    var text: String {
        """
        \(person): enrolled on \(enrolledOn) in \(Int(enrolmentMilliseconds)) ms; strangers: \(strangerFramesShown) of \
        \(strangerFrames) frames shown, \(Int(strangerMillisecondsAtMost)) ms at most; back after \
        \(Int(returnMillisecondsMedian)) ms, \(Int(returnMillisecondsAtMost)) ms at most, never in \
        \(userClipsNeverShown) clips; hidden again \(userFramesHiddenAgain) of \(userFrames) frames
        """
    }
}
