import CamaleonFace
import CamaleonImage
import Foundation

/// Where a photograph is held: in metres and radians, seen from a pinhole that looks along z.
struct Pose {
    /// Of the face's middle, right, down and away from where the camera sees its picture's middle.
    var x = 0.0
    var y = 0.0
    /// In parts of the distance at which the face is as large as in the photograph.
    var distance = 1.0
    /// About the vertical axis, about the horizontal one, and in the picture's plane.
    var turn = 0.0
    var tilt = 0.0
    var roll = 0.0
    /// How much the paper is bent about the vertical axis through the face, in 1/metre; 0 is flat.
    var curvature = 0.0
}

/// A photograph of a face as a camera would see it, held by a hand in front of a plain wall.
struct HeldPhotograph {
    private let photograph: Frame
    private let face: Box
    /// The part of it that is held up.
    private let paper: Box
    private let metresPerPixel: Double
    /// At which a face has the size that it has in the photograph.
    private let usualDistance: Double

    /// What the camera sees in all films: a webcam of 60° across.
    static let width = 640, height = 480
    private static let focalLength = Double(width) / 2 / tan(Double.pi / 6)
    /// From cheek to cheek, as wide as the detector's box.
    private static let faceWidth = 0.15
    /// Of the paper, in faces.
    private static let paperSide: Float = 3
    private static let wallLuma: UInt8 = 150

    init(_ photograph: Frame, face: Box) {
        self.photograph = photograph
        self.face = face
        let whole = Box(
            left: 0,
            top: 0,
            right: Float(photograph.width - 1),
            bottom: Float(photograph.height - 1)
        )
        let side = Self.paperSide * face.longerSide
        paper = Box(center: face.center, width: side, height: side).clipped(to: whole)
        metresPerPixel = Self.faceWidth / Double(face.longerSide)
        usualDistance = Self.focalLength * metresPerPixel
    }

    /// Draws what the camera sees; `lid` covers the face between two heights, in parts of its box.
    func draw(_ pose: Pose, lid: ClosedRange<Double>? = nil, into frame: Frame) {
        let view = View(pose, distance: usualDistance * pose.distance)
        let luma = InterpolatedPlane(photograph.luma)
        for y in 0..<frame.height {
            let row = frame.luma.row(y)
            for x in 0..<frame.width {
                guard let place = place(x: Double(x), y: Double(y), in: view) else {
                    row[x] = Self.wallLuma
                    continue
                }
                row[x] = isCovered(place, lid) ? 60 : luma.byte(place.x, place.y)
            }
        }
        let blueChroma = InterpolatedPlane(photograph.blueChroma)
        let redChroma = InterpolatedPlane(photograph.redChroma)
        for y in 0..<frame.blueChroma.height {
            let blue = frame.blueChroma.row(y), red = frame.redChroma.row(y)
            for x in 0..<frame.blueChroma.width {
                let there = place(x: Double(2 * x) + 0.5, y: Double(2 * y) + 0.5, in: view)
                guard let place = there, !isCovered(place, lid) else {
                    (blue[x], red[x]) = (128, 128)
                    continue
                }
                let (halfX, halfY) = ((place.x - 0.5) / 2, (place.y - 0.5) / 2)
                blue[x] = blueChroma.byte(halfX, halfY)
                red[x] = redChroma.byte(halfX, halfY)
            }
        }
    }

    private func isCovered(_ place: Point, _ lid: ClosedRange<Double>?) -> Bool {
        lid?.contains(Double((place.y - face.top) / face.height)) ?? false
    }

    /// Which pixel of the photograph a pixel of the camera sees; nil for the wall.
    private func place(x: Double, y: Double, in view: View) -> Point? {
        let across = (x - Double(Self.width) / 2) / Self.focalLength
        let down = (y - Double(Self.height) / 2) / Self.focalLength
        guard let (u, v) = view.hit(across, down) else { return nil }
        let place = Point(
            face.center.x + Float(u / metresPerPixel),
            face.center.y + Float(v / metresPerPixel)
        )
        return paper.contains(place) ? place : nil
    }
}

/// Where the rays of a camera meet a sheet of paper that is held in a pose.
private struct View {
    /// A ray's direction in the paper's space, for what is across, down and 1 in the camera's.
    private let across: SIMD3<Double>
    private let down: SIMD3<Double>
    private let ahead: SIMD3<Double>
    private let camera: SIMD3<Double>
    private let curvature: Double

    init(_ pose: Pose, distance: Double) {
        let (ct, st) = (cos(pose.turn), sin(pose.turn)), (cp, sp) = (cos(pose.tilt), sin(pose.tilt))
        let (cr, sr) = (cos(pose.roll), sin(pose.roll))
        // Turned, then tilted, then rolled: the columns of Rz · Rx · Ry.
        func turned(_ x: Double, _ y: Double, _ z: Double) -> SIMD3<Double> {
            let (x1, z1) = (ct * x + st * z, -st * x + ct * z)
            let (y2, z2) = (cp * y - sp * z1, sp * y + cp * z1)
            return SIMD3(cr * x1 - sr * y2, sr * x1 + cr * y2, z2)
        }
        let (u, v, w) = (turned(1, 0, 0), turned(0, 1, 0), turned(0, 0, 1))
        across = SIMD3(u.x, v.x, w.x)
        down = SIMD3(u.y, v.y, w.y)
        ahead = SIMD3(u.z, v.z, w.z)
        camera = -(pose.x * across + pose.y * down + distance * ahead)
        curvature = pose.curvature
    }

    /// The place on the paper, in metres, that the ray (x, y, 1) meets.
    @inline(__always)
    func hit(_ x: Double, _ y: Double) -> (Double, Double)? {
        let ray = x * across + y * down + ahead
        guard abs(curvature) > 1e-6 else {
            let reach = -camera.z / ray.z
            return reach > 0 ? (camera.x + reach * ray.x, camera.y + reach * ray.y) : nil
        }
        // Seen from above, the paper is a circle about (0, 1 / curvature).
        let fromX = camera.x, fromZ = camera.z - 1 / curvature
        let a = ray.x * ray.x + ray.z * ray.z, b = fromX * ray.x + fromZ * ray.z
        let root = b * b - a * (fromX * fromX + fromZ * fromZ - 1 / (curvature * curvature))
        guard root > 0 else { return nil }
        // Bent away from the camera its near side is seen, else the far one.
        let reach = (-b - (curvature > 0 ? 1 : -1) * root.squareRoot()) / a
        guard reach > 0 else { return nil }
        let hitX = camera.x + reach * ray.x, hitZ = camera.z + reach * ray.z
        let u = atan2(curvature * hitX, 1 - curvature * hitZ) / curvature
        return (u, camera.y + reach * ray.y)
    }
}
