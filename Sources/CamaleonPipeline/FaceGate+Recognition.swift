internal import CamaleonFace
internal import CamaleonImage

extension FaceGate {
    /// Goes on with the embedding in the making, or begins the one that is wanted most.
    func recognise(_ pyramid: FramePyramid, _ time: Microseconds) {
        let next = visibility.identity.map {
            schedule.recognition(after: job, of: tracks, for: $0, at: time)
        }
        guard let next else { return }
        if next.dropsJob { dropJob() }
        if let track = next.start { begin(track, pyramid, time) }
        if let (embedding, job) = advance(by: next.slices) {
            visibility.take(embedding, of: job, at: time, tracks)
        }
    }

    /// Begins the embedding of a track's face; nil where the mesh finds no face in it.
    @discardableResult
    private func begin(
        _ id: Int,
        _ pyramid: FramePyramid,
        _ time: Microseconds
    ) -> RecognitionJob? {
        guard let mesh = networks.mesh, let recogniser = networks.recogniser,
            let track = faces?.track(id)
        else { return nil }
        find(track, mesh, pyramid)
        guard mesh.faceScore >= FaceMesh.leastScore else { return nil }
        isMirrored.toggle()
        recogniser.start(in: pyramid, mesh.fivePoints, mirrored: isMirrored)
        let quality = FaceQuality(of: track.detection, mesh, recogniser)
        job = RecognitionJob(track: id, frame: time, quality: quality)
        return job
    }

    /// Computes slices of the embedding in the making; it, and what it is of, with the last one.
    private func advance(by slices: Int) -> (Embedding, RecognitionJob)? {
        guard let recogniser = networks.recogniser, let job else { return nil }
        let embedding = recogniser.advance(by: slices)
        if !recogniser.isBusy { self.job = nil }
        return embedding.map { ($0, job) }
    }

    /// Drops the embedding in the making.
    func dropJob() {
        job = nil
        networks.recogniser?.stop()
    }
}

extension FaceGate {
    package func beginEnrolment() {
        enrolment = Enrolment()
        enrolmentHint = .findFace
        visibility.isEnrolling = true
        reset()
    }

    /// Ends an enrolment; what it gathered is gone.
    package func endEnrolment() {
        enrolment = nil
        visibility.isEnrolling = false
        reset()
    }

    func enrol(_ pyramid: FramePyramid, _ time: Microseconds) {
        guard job == nil else {
            if let (embedding, job) = advance(by: schedule.enrolmentSlices) {
                enrolment?.take(embedding, of: job.track)
            }
            return
        }
        let largest = largestFace
        // The chip of this frame, whose sharpness is judged; it is recognised only if the frame is good.
        guard let largest, let job = begin(largest.id, pyramid, time) else {
            enrolmentHint = .findFace
            return
        }
        let offer = Enrolment.Offer(
            track: largest,
            faceCount: tracks.count { $0.isSeen && !$0.isOnClothes(of: largest.box) },
            quality: job.quality,
            frameSide: Float(min(pyramid.width, pyramid.height))
        )
        enrolmentHint = enrolment?.judge(offer, at: time) ?? .findFace
        if enrolmentHint != .hold {
            dropJob()
            // The next one that is taken is the other way round.
            isMirrored.toggle()
        }
    }

    private var largestFace: Track? {
        var largest: Track?
        for track in tracks where track.isSeen {
            if largest.map({ $0.box.area < track.box.area }) ?? true { largest = track }
        }
        return largest
    }
}
