import CamaleonFace
import CamaleonImage
import CamaleonMeasures
import Foundation

/// Clips whose names say who is in them: PERSON-anything.
struct ClipFolder {
    struct Clip: Equatable {
        let path: String
        let name: String
        let person: String
    }

    let clips: [Clip]

    /// - Throws: a failure when the folder cannot be read, or has no clips of two people.
    init(_ folder: String) throws(Failure) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Failure(.noInput, "cannot read the folder \(folder)")
        }
        clips = names.sorted().compactMap { name in
            let url = URL(filePath: name)
            let parts = url.deletingPathExtension().lastPathComponent.split(separator: "-")
            guard Self.endings.contains(url.pathExtension.lowercased()), parts.count >= 2 else {
                return nil
            }
            return Clip(
                path: "\(folder)/\(name)",
                name: parts.joined(separator: "-"),
                person: String(parts[0])
            )
        }
        guard Set(clips.map(\.person)).count > 1 else {
            throw Failure(.noInput, "\(folder) has no clips PERSON-anything of two people")
        }
    }

    private static let endings: Set = ["avi", "mkv", "mov", "mp4", "webm", "y4m"]
}

/// The user's embeddings in each clip: of whoever is where the longest track is, whoever else is seen.
struct ClipFaces {
    fileprivate struct Faces {
        let person: String
        let good: [FaceReader.Reading]
    }

    private var faces: [Faces] = []
    private var frameCount = 0

    /// Every so many frames of 30 a second, a face is read: what the recogniser manages in doubt.
    private static let interval = 3

    init(of folder: ClipFolder, with reader: FaceReader, within size: Int?) throws(Failure) {
        for clip in folder.clips {
            let probe = try MediaProbe(of: clip.path)
            let limit = size.map { (width: $0, height: $0) } ?? (1920, 1080)
            let decoder = try ClipDecoder(of: clip.path, probe, within: limit)
            let (width, height, space) = (decoder.width, decoder.height, decoder.colorSpace)
            let camera = CameraInput(.i420, width: width, height: height, colorSpace: space)
            let pyramid = FramePyramid(width: width, height: height, colorSpace: space)
            reader.begin(width: width, height: height)
            var readings: [FaceReader.Reading] = [], number = 0
            while try decoder.read(into: camera.buffer) {
                camera.update()
                pyramid.show(camera.frame)
                readings += reader.follow(
                    pyramid,
                    at: Microseconds(number) * 33_333,
                    reads: number.isMultiple(of: Self.interval)
                )
                number += 1
            }
            let tracks = Dictionary(grouping: readings, by: \.track)
            let place = tracks.values.max { $0.count < $1.count }?.first?.box
            let own = readings.filter { $0.box.overlap(with: place ?? $0.box) > 0 }
            frameCount += own.count
            faces.append(Faces(person: clip.person, good: own.filter(\.isGood)))
        }
    }

    /// Compares each clip with each other one.
    ///
    /// - Throws: a failure when too few clips have enough good frames.
    func report(_ threshold: Double) throws(Failure) -> ClipReport {
        let usable = faces.filter { $0.good.count >= Enrolment.wantedCount }
        let people = Dictionary(grouping: usable, by: \.person)
        guard people.count > 1, people.values.contains(where: { $0.count > 1 }) else {
            throw Failure(
                .badData,
                "the clips show too few faces: two of one person, and another's"
            )
        }
        return ClipReport(
            count: faces.count,
            detected: usable.count,
            frames: frameCount,
            goodFrames: faces.reduce(0) { $0 + $1.good.count },
            threshold: threshold,
            fiveFrames: .init(compare(usable, by: 5), threshold),
            singleFrames: .init(compare(usable, by: 1), threshold)
        )
    }

    /// Distances of means of `count` frames from other clips' templates.
    private func compare(_ faces: [Faces], by count: Int) -> VerificationMeasures {
        var same: [Double] = [], different: [Double] = []
        for (index, enrolled) in faces.enumerated() {
            guard let template = enrolled.template else { continue }
            for (other, probe) in faces.enumerated() where other != index {
                for start in stride(from: 0, through: probe.good.count - count, by: count) {
                    let readings = probe.good[start..<start + count]
                    guard let mean = Embedding.mean(of: readings.alternating) else { continue }
                    let distance = Double(mean.distance(to: template))
                    if probe.person == enrolled.person {
                        same.append(distance)
                    } else {
                        different.append(distance)
                    }
                }
            }
        }
        return VerificationMeasures(same: same, different: different)
    }
}

extension ClipFaces.Faces {
    /// The mean of eight readings, spread over the clip.
    fileprivate var template: Embedding? {
        let step = Double(good.count) / Double(Enrolment.wantedCount)
        let chosen = (0..<Enrolment.wantedCount).map { good[Int(Double($0) * step)] }
        return Embedding.mean(of: chosen.alternating)
    }
}

extension Collection<FaceReader.Reading> {
    /// One embedding a reading, every second one of the mirrored face: as the gate takes them.
    fileprivate var alternating: [Embedding] {
        enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element.plain : $0.element.mirrored }
    }
}
