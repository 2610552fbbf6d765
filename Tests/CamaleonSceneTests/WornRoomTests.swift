import CamaleonImage
import CamaleonTestSupport
import Testing

@testable import CamaleonScene

@Suite("A worn room")
struct WornRoomTests {
    private let width = 160, height = 120
    private let person = Box(x: 60..<100, y: 40..<120)

    private func plate(person: Box? = nil, brightness: Int = 40, width: Int = 160) throws -> [UInt8]
    {
        let plate = Plate(frameWidth: width, frameHeight: height)
        plate.learnStill(
            roomFrame(width, height, brightness: brightness, person: person),
            person: person
        )
        return try #require(plate.encode(whole: true))
    }

    @Test("is slate and all hole while it is empty")
    func empty() {
        let room = WornRoom(), frame = solidFrame(40, 30, .person),
            grid = FloatPlane(width: 4, height: 3)
        room.render(into: frame)
        room.hole(into: grid, frameWidth: 40, frameHeight: 30)

        #expect(room.isEmpty && room.holeShare == 1)
        #expect(frame.luma[20, 15] == Frame.slateLuma && frame.redChroma[3, 3] == 128)
        #expect(grid[2, 1] == 1)
    }

    @Test("is empty again once forgotten")
    func forgetting() throws {
        let room = WornRoom(), frame = Frame(width: width, height: height)
        try room.receive(plate())
        room.render(into: frame)

        room.forget()
        room.render(into: frame)

        #expect(room.isEmpty && room.holeShare == 1)
        #expect(frame.luma[80, 60] == Frame.slateLuma)
    }

    @Test("fills its hole from around it: nothing dark, nothing of the person")
    func filling() throws {
        let room = WornRoom(), frame = Frame(width: width, height: height)
        try room.receive(plate(person: person))

        room.render(into: frame)

        #expect(room.holeShare > 0.2)
        #expect(!showsPerson(frame))
        #expect(greatestDifference(frame.luma, roomFrame(width, height).luma) <= 30)
        #expect(greatestDifference(frame.blueChroma, roomFrame(width, height).blueChroma) <= 1)
        var steepest = 0
        for y in 0..<height {
            for x in 1..<width {
                steepest = max(steepest, abs(Int(frame.luma[x, y]) - Int(frame.luma[x - 1, y])))
            }
        }
        #expect(steepest <= 12, "no seam")
    }

    @Test("covers a frame of another shape, centred and never stretched")
    func coverFit() throws {
        let room = WornRoom(), square = Frame(width: 60, height: 60)
        try room.receive(plate())

        room.render(into: square)

        // Half the size, so that 40 of 160 columns are cut away: 20 at either side.
        let source = roomFrame(width, height)
        #expect(abs(Int(square.luma[0, 0]) - Int(source.luma[20, 0])) <= 2)
        #expect(abs(Int(square.luma[59, 59]) - Int(source.luma[139, 119])) <= 2)
        #expect(abs(Int(square.luma[30, 30]) - Int(source.luma[80, 60])) <= 2)
    }

    @Test("draws itself anew only for a change, and then does")
    func redrawing() throws {
        let room = WornRoom(), frame = Frame(width: width, height: height)
        try room.receive(plate())
        room.render(into: frame)
        let first = frame.luma[80, 60]
        frame.luma.fill(0)
        room.render(into: frame)
        #expect(frame.luma[80, 60] == first)

        try room.receive(plate(brightness: 60))
        room.render(into: frame)

        #expect(abs(Int(frame.luma[80, 60]) - Int(first) - 20) <= 1)
    }

    @Test("says where its hole is, in the frame's coordinates")
    func holeGrid() throws {
        let room = WornRoom(), grid = FloatPlane(width: 16, height: 12),
            narrow = FloatPlane(width: 6, height: 12)
        try room.receive(plate(person: person))

        room.hole(into: grid, frameWidth: 320, frameHeight: 240)
        room.hole(into: narrow, frameWidth: 120, frameHeight: 240)

        #expect(grid[8, 9] == 1 && grid[7, 6] == 1)
        #expect(grid[0, 0] == 0 && grid[15, 11] == 0)
        #expect(narrow[0, 9] == grid[5, 9] && narrow[3, 9] == 1)
    }

    @Test("becomes another room when the plate's size is another")
    func otherSize() throws {
        let room = WornRoom()
        try room.receive(plate(person: person))
        try room.receive(plate(width: 80))

        #expect(room.holeShare == 0)
        #expect(room.pixels?.width == 80)
    }

    @Test("moves half the way to what is sent of a cell it knows")
    func blending() throws {
        let room = WornRoom()
        var bytes = try plate()
        try room.receive(bytes)
        let before = try Int(#require(room.pixels).pixels.luma[0, 0])
        bytes[5] = 0
        bytes[22] = UInt8(before + 10)

        try room.receive(bytes)

        #expect(try Int(#require(room.pixels).pixels.luma[0, 0]) == before + 5)
    }

    @Test(
        "refuses what is not a plate",
        arguments: [
            (0, 0x44, PlateError.Reason.notAPlate, 0), (4, 2, .unsupportedVersion, 4),
            (5, 4, .unknownFlag, 5),
            (7, 0xFF, .badSize, 6), (10, 3, .wrongLength, 10), (12, 10, .badTile, 12),
            (13, 8, .badTile, 12),
            (12 + 394, 0, .badTile, 12 + 394), (12 + 79 * 394 + 6, 1, .badTile, 12 + 79 * 394 + 6),
        ]
    )
    func refusals(index: Int, value: UInt8, reason: PlateError.Reason, offset: Int) throws {
        var bytes = try plate()
        bytes[index] = value

        #expect(throws: PlateError(reason, at: offset)) { try WornRoom().receive(bytes) }
    }

    @Test("survives any bytes, and refused ones change nothing")
    func fuzz() throws {
        let room = WornRoom(), frame = Frame(width: 33, height: 21),
            before = Frame(width: 33, height: 21)
        let good = try plate(person: person)
        var generator = SeededGenerator(seed: 11)
        var refused = 0, accepted = 0
        try room.receive(good)
        for round in 0..<600 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                // Headers and tile heads more often than pixels.
                let tile = Int.random(in: 0..<tileOffsets(good).count, using: &generator)
                let place = [0, 12, 12 + 394 * tile].randomElement(using: &generator) ?? 0
                bytes[place + Int.random(in: 0..<12, using: &generator)] = UInt8.random(
                    in: 0...255,
                    using: &generator
                )
            }
            if round % 3 == 0 {
                bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
            }
            if round % 7 == 0 {
                bytes = bytes.prefix(12).map { $0 } + bytes.suffix(394 * (round % 5))
            }
            room.render(into: before)
            let share = room.holeShare
            do throws(PlateError) {
                try room.receive(bytes)
                accepted += 1
                room.render(into: frame)
            } catch {
                refused += 1
                room.render(into: frame)
                #expect(room.holeShare == share && greatestDifference(frame.luma, before.luma) == 0)
            }
        }
        #expect(refused > 100 && accepted > 20)
    }
}
