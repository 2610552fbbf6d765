public import CamaleonImage

extension Track {
    /// Whether this is taken for something on the clothes of the person whose face is at `face`: a false
    /// detection on a print.
    ///
    /// It lies within their trunk, and the mesh has looked there and never found a face. Whoever really is
    /// before them is a face to the mesh, at the first look in most cases.
    public func isOnClothes(of face: Box) -> Bool {
        guard checkCount > 0, !isConfirmed else { return false }
        let trunk = BodyDistance.trunk(of: face)
        return trunk.left <= box.left && box.right <= trunk.right
            && trunk.contains(box.center)
    }
}
