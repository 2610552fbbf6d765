import ArgumentParser

/// Which pictures of which folder.
struct PictureOptions: ParsableArguments {
    @Option(help: "The folder of pictures.", completion: .directory)
    var images: String

    @Option(help: "A CSV with columns id and split; an id is a picture's name without its ending.")
    var index: String?

    @Option(help: "Measure the pictures of this split of the index alone.")
    var split: String?

    func validate() throws {
        if split != nil && index == nil { throw ValidationError("--split needs --index.") }
    }

    func pictures() throws(Failure) -> PictureSet {
        try PictureSet(images, index: index, split: split)
    }
}
