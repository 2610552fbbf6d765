import CamaleonImage
import CamaleonTestSupport
import Testing

@testable import CamaleonScene

@Suite("A plate")
struct PlateTests {
    private let width = 160, height = 120

    /// What a wearer sees who has got everything.
    private func worn(_ plate: Plate) throws -> (room: WornRoom, frame: Frame) {
        let room = WornRoom(), frame = Frame(width: width, height: height)
        if let bytes = plate.encode(whole: true) { try room.receive(bytes) }
        room.render(into: frame)
        return (room, frame)
    }

    @Test("learns an empty room within two levels")
    func empty() throws {
        let plate = Plate(frameWidth: width, frameHeight: height), frame = roomFrame(width, height)
        plate.learnStill(frame)

        let (room, seen) = try worn(plate)

        #expect(room.holeShare == 0)
        #expect(greatestDifference(seen.luma, frame.luma) <= 2)
        #expect(greatestDifference(seen.blueChroma, frame.blueChroma) <= 2)
        #expect(greatestDifference(seen.redChroma, frame.redChroma) <= 2)
    }

    @Test("averages a camera's noise away")
    func noise() throws {
        let plate = Plate(frameWidth: width, frameHeight: height),
            matte = coarseMatte(width, height)
        var generator = SeededGenerator(seed: 3)
        let frame = solidFrame(width, height, .wall)
        for _ in 0..<160 {
            for y in 0..<height {
                for x in 0..<width {
                    frame.luma[x, y] = UInt8(Int.random(in: 82...98, using: &generator))
                }
            }
            plate.learn(frame, coarseMatte: matte)
        }

        let (room, seen) = try worn(plate)

        #expect(room.holeShare == 0)
        #expect(greatestDifference(seen.luma, solidFrame(width, height, .wall).luma) <= 4)
    }

    @Test(
        "never takes in a person who walks about, even when the matte lags behind",
        arguments: [0, 1, 2]
    )
    func walking(lag: Int) throws {
        let plate = Plate(frameWidth: width, frameHeight: height)
        let walk = (0..<300).map { step in
            let x = abs(step % 160 - 80) + 20
            return Box(x: x..<x + 40, y: 30..<120)
        }
        for step in walk.indices {
            let matte = coarseMatte(width, height, person: walk[max(0, step - lag)])
            plate.learn(roomFrame(width, height, person: walk[step]), coarseMatte: matte)
        }

        let (_, seen) = try worn(plate)

        #expect(!showsPerson(seen))
    }

    @Test(
        "never takes in a person, whatever the matte's size",
        arguments: [(1, 1), (5, 4), (40, 30), (97, 100), (256, 256), (640, 480)]
    )
    func matteSizes(columns: Int, rows: Int) throws {
        let plate = Plate(frameWidth: width, frameHeight: height)
        let person = Box(x: 61..<99, y: 41..<83)
        let matte = FloatPlane(width: columns, height: rows)
        for y in person.y.lowerBound * rows / height...(person.y.upperBound - 1) * rows / height {
            for x in person.x.lowerBound * columns / width...(person.x.upperBound - 1) * columns
                / width
            {
                matte[x, y] = 1
            }
        }
        for _ in 0..<40 {
            plate.learn(roomFrame(width, height, person: person), coarseMatte: matte)
        }

        let (room, seen) = try worn(plate)

        #expect(room.isEmpty || !showsPerson(seen))
        #expect(columns < 40 || room.holeShare < 0.4)
    }

    @Test("never takes in a person whom the matte loses for half a second, again and again")
    func flickering() throws {
        let plate = Plate(frameWidth: width, frameHeight: height),
            person = Box(x: 60..<100, y: 40..<120)
        let frame = roomFrame(width, height, person: person)
        for step in 0..<400 {
            plate.learn(
                frame,
                coarseMatte: coarseMatte(width, height, person: step % 60 < 15 ? nil : person)
            )
        }

        let (room, seen) = try worn(plate)

        #expect(!showsPerson(seen))
        #expect(room.holeShare > 0.2)
    }

    @Test("takes a matte that is no number for a person")
    func notANumber() {
        let plate = Plate(frameWidth: width, frameHeight: height)
        let matte = FloatPlane(width: 20, height: 15, repeating: .nan)
        for _ in 0..<40 { plate.learn(roomFrame(width, height), coarseMatte: matte) }

        #expect(plate.encode(whole: true) == nil)
    }

    @Test("has a smaller hole once the person has moved")
    func moving() throws {
        let plate = Plate(frameWidth: width, frameHeight: height)
        let left = Box(x: 20..<60, y: 40..<120), right = Box(x: 100..<140, y: 40..<120)
        plate.learnStill(roomFrame(width, height, person: left), person: left)
        let before = try worn(plate).room.holeShare
        plate.learnStill(roomFrame(width, height, person: right), person: right)

        let (room, seen) = try worn(plate)

        #expect(before > 0.2)
        #expect(room.holeShare == 0)
        #expect(greatestDifference(seen.luma, roomFrame(width, height).luma) <= 2)
    }

    @Test("learns anew what was moved in the room, and keeps the rest")
    func furniture() throws {
        let plate = Plate(frameWidth: width, frameHeight: height),
            chair = Color(luma: 190, blue: 110, red: 150)
        plate.learnStill(roomFrame(width, height), frames: 120)
        let frame = roomFrame(width, height)
        paint(chair, Box(x: 20..<60, y: 60..<100), on: frame)
        plate.learnStill(frame, frames: 4)
        let soon = try worn(plate).room.holeShare
        plate.learnStill(frame, frames: 120)

        let (room, seen) = try worn(plate)

        #expect(soon == 0)
        #expect(room.holeShare == 0)
        #expect(greatestDifference(seen.luma, frame.luma) <= 2)
    }

    @Test("drops everything when the light is switched, and tells the wearers")
    func lightSwitch() throws {
        let plate = Plate(frameWidth: width, frameHeight: height), room = WornRoom()
        plate.learnStill(roomFrame(width, height))
        try room.receive(#require(plate.encode(whole: false)))

        plate.learnStill(roomFrame(width, height, brightness: 110), frames: 1)
        let bytes = try #require(plate.encode(whole: false))
        try room.receive(bytes)

        #expect(try PlateHeader(bytes).isReset)
        #expect(room.isEmpty)
        plate.learnStill(roomFrame(width, height, brightness: 110))
        let seen = try worn(plate).frame
        #expect(greatestDifference(seen.luma, roomFrame(width, height, brightness: 110).luma) <= 2)
    }

    @Test("is empty once forgotten, and tells the wearers once")
    func forgetting() throws {
        let plate = Plate(frameWidth: width, frameHeight: height), room = WornRoom()
        plate.learnStill(roomFrame(width, height))
        try room.receive(#require(plate.encode(whole: true)))

        plate.forget()

        #expect(plate.encode(whole: true) == nil)
        try room.receive(#require(plate.encode(whole: false)))
        #expect(room.isEmpty)
        #expect(plate.encode(whole: false) == nil)
    }

    @Test(
        "learns frames of any size",
        arguments: [(1, 1), (2, 3), (17, 33), (641, 70), (1281, 721), (1353, 31), (45, 700)]
    )
    func sizes(width: Int, height: Int) throws {
        let plate = Plate(frameWidth: width, frameHeight: height)
        let frame = roomFrame(width, height), room = WornRoom(),
            seen = Frame(width: width, height: height)
        plate.learnStill(frame)

        try room.receive(#require(plate.encode(whole: true)))
        room.render(into: seen)

        #expect(room.holeShare == 0)
        #expect(greatestDifference(seen.luma, frame.luma) <= 12)
        #expect(greatestDifference(seen.redChroma, frame.redChroma) == 0)
    }
}
