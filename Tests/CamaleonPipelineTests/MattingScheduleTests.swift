import CamaleonImage
import Testing

@testable import CamaleonPipeline

/// A schedule that is told of frames 30 times a second.
private struct Machine {
    var schedule = MattingSchedule()
    var time: Int64 = 0

    /// Seconds of frames that take so many milliseconds, by quality; returns the qualities that came up.
    mutating func run(
        _ seconds: Double,
        _ milliseconds: (MattingQuality) -> Double
    ) -> [MattingQuality] {
        var seen: [MattingQuality] = []
        for _ in 0..<Int(30 * seconds) {
            let took = milliseconds(schedule.quality)
            if schedule.take(milliseconds: took, at: time) { seen.append(schedule.quality) }
            time += 33_333
        }
        return seen
    }
}

@Suite("A matting schedule")
struct MattingScheduleTests {
    @Test("does everything on a machine that is fast enough")
    func fast() {
        var machine = Machine()
        #expect(machine.run(60) { _ in 28 }.isEmpty)
        #expect(machine.schedule.quality == .full)
    }

    @Test("does less, step by step, until frames are in time")
    func stepsDown() {
        var machine = Machine()
        let times: [MattingQuality: Double] = [.full: 80, .small: 50, .alternate: 35, .still: 1]
        #expect(machine.run(10) { times[$0] ?? 0 } == [.small, .alternate])
    }

    @Test("shows the background alone where nothing is in time")
    func still() {
        var machine = Machine()
        #expect(machine.run(10) { $0 == .still ? 1 : 120 } == [.small, .alternate, .still])
    }

    @Test("does not give in for a slow second")
    func burst() {
        var machine = Machine()
        _ = machine.run(5) { _ in 12 }
        #expect(machine.run(1) { _ in 60 }.isEmpty)
        #expect(machine.run(20) { _ in 12 }.isEmpty)
    }

    @Test("tries more once the machine is free again")
    func recovers() {
        var machine = Machine()
        _ = machine.run(10) { $0 == .full ? 60 : 20 }
        #expect(machine.schedule.quality == .small)
        #expect(machine.run(15) { _ in 8 } == [.full])
    }

    @Test("does not swing: each try in vain makes the next one later")
    func patience() {
        var machine = Machine()
        // Small is so fast that more is tried, and full always too slow.
        let changes = machine.run(120) { $0 == .full ? 40 : 10 }
        #expect(changes.count { $0 == .full } <= 5)
        #expect(machine.schedule.quality != .still)
    }
}

@Suite("A pipeline on a machine that is too slow")
struct SlowMachineTests {
    @Test("shows a background without anything of the camera, and says so")
    func failsClosed() throws {
        var now = 0.0
        let pipeline = Pipeline(clock: {
            now += 60
            return now
        })
        try pipeline.load(.segmenter, model: brightnessModel())
        pipeline.configure(
            FrameFormat(
                width: 64,
                height: 48,
                pixelFormat: .i420,
                colorSpace: ColorSpace(matrix: .bt601, isFullRange: false)
            )
        )
        let image = ByteBuffer(count: 4 * 64 * 48, repeating: 90)
        pipeline.setImage(rgba: image, width: 64, height: 48)
        pipeline.background = .image
        // Half of the frame is bright, which is a person to this network.
        for index in 0..<pipeline.input.count {
            pipeline.input[index] =
                index % 64 < 32 ? 230 : UInt8(truncatingIfNeeded: 16 + index % 7)
        }
        var qualities: [MattingQuality] = []
        for frame in 0..<600 {
            pipeline.process(at: Int64(frame) * 33_333)
            if qualities.last != pipeline.mattingQuality {
                qualities.append(pipeline.mattingQuality)
            }
        }

        #expect(Array(qualities.prefix(4)) == [.full, .small, .alternate, .still])
        let luma = Set((0..<48).flatMap { y in (0..<64).map { pipeline.output.luma[$0, y] } })
        #expect(pipeline.mattingQuality != .still || luma.count == 1)
    }
}
