/// Which pictures of a folder are measured, and which mask belongs to each.
struct MaskedPictures {
    struct Pair: Equatable {
        let name: String
        let image: String
        let mask: String
    }

    let pairs: [Pair]

    /// - Throws: a failure when a picture or its mask is missing, or when nothing is left to measure.
    init(_ pictures: PictureSet, masks: String) throws(Failure) {
        let truths = try PictureSet.files(in: masks)
        pairs = try pictures.pictures.map { picture throws(Failure) in
            guard let mask = truths[picture.name] else {
                throw Failure(.noInput, "\(masks) has no mask for \(picture.name)")
            }
            return Pair(name: picture.name, image: picture.path, mask: mask)
        }
    }
}
