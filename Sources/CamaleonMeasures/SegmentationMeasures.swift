/// How well mattes agree with masks, over many pictures.
///
/// Means are over pictures, not over pixels, so that a large picture counts as much as a small one.
package struct SegmentationMeasures: Sendable, Equatable {
    package struct Picture: Sendable, Equatable {
        package let name: String
        package let measures: MatteMeasures
    }

    package private(set) var pictures: [Picture] = []

    package init() {}

    package mutating func add(_ measures: MatteMeasures, of name: String) {
        pictures.append(Picture(name: name, measures: measures))
    }

    /// - Precondition: at least one picture was added.
    package var summary: Summary { Summary(pictures) }
}

extension SegmentationMeasures {
    /// What is in ``MatteMeasures`` as means, and each picture's own.
    package struct Summary: Sendable, Equatable, Encodable {
        package let count: Int
        package let personIoU: Double
        /// The mean of the person's and the background's.
        package let meanIoU: Double
        package let personIoU5thPercentile: Double
        package let boundaryF: Double
        package let meanAbsoluteDifference: Double
        package let meanSquaredError: Double
        package let gradientError: Double
        /// Of the pictures with a pixel far enough inside; nil if there is none.
        package let translucentPersonShare: Double?
        /// Of the pictures with a pixel far enough outside; nil if there is none.
        package let visibleBackgroundShare: Double?
        package let pictures: [Picture]

        fileprivate init(_ pictures: [Picture]) {
            let all = pictures.map(\.measures), person = all.map(\.personIoU)
            count = pictures.count
            personIoU = person.mean
            meanIoU = (person.mean + all.map(\.backgroundIoU).mean) / 2
            personIoU5thPercentile = person.percentile(5)
            boundaryF = all.map(\.boundaryF).mean
            meanAbsoluteDifference = all.map(\.meanAbsoluteDifference).mean
            meanSquaredError = all.map(\.meanSquaredError).mean
            gradientError = all.map(\.gradientError).mean
            translucentPersonShare = all.compactMap(\.translucentPersonShare).meanIfAny
            visibleBackgroundShare = all.compactMap(\.visibleBackgroundShare).meanIfAny
            self.pictures = pictures
        }
    }
}

extension SegmentationMeasures.Picture: Encodable {
    private enum Key: CodingKey {
        case name
    }

    /// Its name beside its measures, not above them.
    package func encode(to encoder: any Encoder) throws {
        try measures.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
    }
}
