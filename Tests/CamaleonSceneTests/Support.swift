import CamaleonImage

@testable import CamaleonScene

/// A colour in I420.
struct Color: Equatable {
    var luma: UInt8
    var blue: UInt8 = 128
    var red: UInt8 = 128

    static let wall = Color(luma: 90, blue: 120, red: 140)
    /// Far from any wall in each component.
    static let person = Color(luma: 235, blue: 220, red: 30)
}

/// A box of pixels, half-open.
struct Box {
    var x: Range<Int>
    var y: Range<Int>
}

func solidFrame(_ width: Int, _ height: Int, _ color: Color) -> Frame {
    let frame = Frame(width: width, height: height)
    frame.luma.fill(color.luma)
    frame.blueChroma.fill(color.blue)
    frame.redChroma.fill(color.red)
    return frame
}

/// A room whose luma rises from left to right and from top to bottom, with somebody in it.
func roomFrame(_ width: Int, _ height: Int, brightness: Int = 40, person: Box? = nil) -> Frame {
    let frame = solidFrame(width, height, .wall)
    for y in 0..<height {
        for x in 0..<width {
            frame.luma[x, y] = UInt8(brightness + 60 * x / width + 60 * y / height)
        }
    }
    if let person { paint(.person, person, on: frame) }
    return frame
}

func paint(_ color: Color, _ box: Box, on frame: Frame) {
    for y in box.y {
        for x in box.x {
            frame.luma[x, y] = color.luma
            frame.blueChroma[x / 2, y / 2] = color.blue
            frame.redChroma[x / 2, y / 2] = color.red
        }
    }
}

/// The matte of a box, at an eighth of the frame's size: the share of each pixel that is the person's.
func coarseMatte(_ width: Int, _ height: Int, person: Box? = nil) -> FloatPlane {
    let matte = FloatPlane(width: max(1, width / 8), height: max(1, height / 8))
    guard let person else { return matte }
    for y in person.y {
        for x in person.x {
            matte[min(x / 8, matte.width - 1), min(y / 8, matte.height - 1)] += 1 / 64
        }
    }
    return matte
}

extension Plate {
    /// Learns an empty room, or one with somebody who sits still.
    func learnStill(_ frame: Frame, person: Box? = nil, frames: Int = 40) {
        let matte = coarseMatte(frame.width, frame.height, person: person)
        for _ in 0..<frames { learn(frame, coarseMatte: matte) }
    }
}

/// The tiles of a plate's bytes.
func tileOffsets(_ bytes: [UInt8]) -> [Int] {
    Array(stride(from: PlateFormat.headerBytes, to: bytes.count, by: PlateFormat.tileBytes))
}

/// The greatest difference between bytes of two planes of one size.
func greatestDifference(_ a: Plane, _ b: Plane) -> Int {
    var greatest = 0
    for y in 0..<a.height {
        for x in 0..<a.width { greatest = max(greatest, abs(Int(a[x, y]) - Int(b[x, y]))) }
    }
    return greatest
}

/// Whether any pixel is nearer to the person's colour than to any wall's.
func showsPerson(_ frame: Frame) -> Bool {
    for y in 0..<frame.blueChroma.height {
        for x in 0..<frame.blueChroma.width
        where frame.blueChroma[x, y] > 150 || frame.redChroma[x, y] < 100 {
            return true
        }
    }
    for y in 0..<frame.height {
        for x in 0..<frame.width where frame.luma[x, y] > 200 { return true }
    }
    return false
}
