/// How much of pictures in which nobody is a network takes for a person.
package struct EmptyRoomMeasures: Sendable, Equatable {
    /// Shares of one picture's pixels, 0…1.
    package struct Picture: Sendable, Equatable, Encodable {
        package let name: String
        /// With an alpha over 0.5: somebody is seen.
        package let personShare: Double
        /// With an alpha over 0.02: the room is seen.
        package let visibleShare: Double
    }

    package private(set) var pictures: [Picture] = []

    package init() {}

    /// Counts in a matte, 0…1.
    package mutating func add(_ matte: Grid<Float>, of name: String) {
        func share(over limit: Float) -> Double {
            Double(matte.values.count { $0 > limit }) / Double(matte.values.count)
        }
        pictures.append(
            Picture(name: name, personShare: share(over: 0.5), visibleShare: share(over: 0.02))
        )
    }

    /// - Precondition: at least one picture was added.
    package var summary: Summary { Summary(pictures) }
}

extension EmptyRoomMeasures {
    package struct Summary: Sendable, Equatable, Encodable {
        package let count: Int
        /// The mean over pictures.
        package let personShare: Double
        /// The worst picture's.
        package let personShareAtMost: Double
        package let visibleShare: Double
        package let visibleShareAtMost: Double
        /// By how much of a person is seen in them, the worst first.
        package let pictures: [Picture]

        fileprivate init(_ pictures: [Picture]) {
            count = pictures.count
            personShare = pictures.map(\.personShare).mean
            personShareAtMost = pictures.map(\.personShare).max() ?? 0
            visibleShare = pictures.map(\.visibleShare).mean
            visibleShareAtMost = pictures.map(\.visibleShare).max() ?? 0
            self.pictures = pictures.sorted {
                ($1.personShare, $0.name) < ($0.personShare, $1.name)
            }
        }
    }
}
