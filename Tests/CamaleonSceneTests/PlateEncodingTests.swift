import CamaleonImage
import Testing

@testable import CamaleonScene

@Suite("An encoded plate")
struct PlateEncodingTests {
    private let width = 160, height = 120
    private let person = Box(x: 60..<100, y: 40..<120)

    private func learned(person: Box? = nil) -> Plate {
        let plate = Plate(frameWidth: width, frameHeight: height)
        plate.learnStill(roomFrame(width, height, person: person), person: person)
        return plate
    }

    @Test("is none before anything is known")
    func nothing() {
        let plate = Plate(frameWidth: width, frameHeight: height)
        plate.learnStill(roomFrame(width, height), frames: 8)

        #expect(plate.encode(whole: false) == nil)
        #expect(plate.encode(whole: true) == nil)
    }

    @Test("has the documented layout")
    func layout() throws {
        let bytes = try #require(learned().encode(whole: true))

        #expect(Array(bytes.prefix(12)) == [0x43, 0x41, 0x4D, 0x50, 1, 1, 160, 0, 120, 0, 80, 0])
        #expect(bytes.count == 12 + 80 * 394)
        #expect(Array(bytes[12..<22]) == [0, 0, 255, 255, 255, 255, 255, 255, 255, 255])
        #expect(bytes[22] == 40 && bytes[22 + 256] == 120 && bytes[22 + 256 + 64] == 140)
        // The last row of tiles has 8 of its 16 rows on the plate.
        #expect(
            Array(bytes[(12 + 79 * 394)...].prefix(10)) == [9, 7, 255, 255, 255, 255, 0, 0, 0, 0]
        )
    }

    @Test("carries zeros where the room is not known")
    func zeros() throws {
        let bytes = try #require(learned(person: person).encode(whole: true))

        var unknown = 0
        for offset in tileOffsets(bytes) {
            for y in 0..<8 {
                for x in 0..<8 where bytes[offset + 2 + y] >> UInt8(x) & 1 == 0 {
                    unknown += 1
                    let luma = offset + 10 + 32 * y + 2 * x
                    let values = [luma, luma + 1, luma + 16, luma + 17].map { bytes[$0] }
                    #expect(values == [0, 0, 0, 0])
                    #expect(
                        bytes[offset + 266 + 8 * y + x] == 0 && bytes[offset + 330 + 8 * y + x] == 0
                    )
                }
            }
        }
        #expect(unknown > 0)
    }

    @Test("has only the tiles that changed")
    func changes() throws {
        let plate = learned(person: person), moved = Box(x: 100..<140, y: 40..<120)
        let first = try #require(plate.encode(whole: false))
        #expect(plate.encode(whole: false) == nil)

        plate.learnStill(roomFrame(width, height, person: moved), person: moved)
        let second = try #require(plate.encode(whole: false))

        #expect(tileOffsets(second).count < tileOffsets(first).count / 2)
        // The person sat in tile columns 3 … 6, with the dilation 2 … 7.
        #expect(tileOffsets(second).allSatisfy { 2...7 ~= second[$0] })
        #expect(plate.encode(whole: false) == nil)
    }

    @Test("leaves the changes to come as they are when a whole one is made")
    func wholeAside() throws {
        let plate = learned()
        let whole = try #require(plate.encode(whole: true)),
            changes = try #require(plate.encode(whole: false))

        #expect(tileOffsets(whole) == tileOffsets(changes))
        #expect(plate.encode(whole: false) == nil)
        #expect(plate.encode(whole: true) == whole)
    }

    @Test("follows a slow change until the wearers are within two levels")
    func drift() throws {
        let plate = learned(), room = WornRoom(), seen = Frame(width: width, height: height)
        try room.receive(#require(plate.encode(whole: false)))
        let frame = roomFrame(width, height, brightness: 52)
        plate.learnStill(frame, frames: 1000)

        while let bytes = plate.encode(whole: false) { try room.receive(bytes) }
        room.render(into: seen)

        #expect(greatestDifference(seen.luma, frame.luma) <= 3)
    }
}
