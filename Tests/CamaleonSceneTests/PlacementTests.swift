import CamaleonImage
import Testing

@testable import CamaleonScene

@Suite("A placement")
struct PlacementTests {
    /// A grid with a box in it.
    private func grid(_ x: ClosedRange<Int>, _ y: ClosedRange<Int>) -> FloatPlane {
        let grid = FloatPlane(width: 40, height: 30)
        for y in y {
            for x in x { grid[x, y] = 1 }
        }
        return grid
    }

    private let person = (x: 4...15, y: 8...29)
    private let empty = FloatPlane(width: 40, height: 30)

    private func uncovered(_ matte: FloatPlane, _ hole: FloatPlane, _ placement: Placement) -> Float
    {
        let frame = Frame(width: 160, height: 120), alpha = Plane(width: 160, height: 120)
        let placed = Frame(width: 160, height: 120), placedAlpha = Plane(width: 160, height: 120)
        for y in 0..<120 {
            for x in 0..<160 { alpha[x, y] = UInt8(255 * matte[x / 4, y / 4]) }
        }
        place(frame, matte: alpha, by: placement, into: placed, placedMatte: placedAlpha)
        var sum: Float = 0, total: Float = 0
        for y in 0..<120 {
            for x in 0..<160 {
                sum += hole[x / 4, y / 4] * (1 - Float(placedAlpha[x, y]) / 255)
                total += hole[x / 4, y / 4]
            }
        }
        return sum / total
    }

    @Test("covers a hole beside the person", arguments: [22...32, 17...26, 24...37])
    func covers(x: ClosedRange<Int>) {
        var solver = PlacementSolver()
        let matte = grid(person.x, person.y), hole = grid(x, 12...29)
        var placement = Placement.identity
        for _ in 0..<150 { placement = solver.step(coarseMatte: matte, hole: hole) }

        #expect(uncovered(matte, hole, .identity) == 1)
        #expect(uncovered(matte, hole, placement) < 0.05)
    }

    @Test("goes home when the hole vanishes, and stays there exactly")
    func goesHome() {
        var solver = PlacementSolver()
        let matte = grid(person.x, person.y), hole = grid(22...32, 12...29)
        for _ in 0..<150 { _ = solver.step(coarseMatte: matte, hole: hole) }

        var path: [Placement] = []
        for _ in 0..<150 { path.append(solver.step(coarseMatte: matte, hole: empty)) }

        #expect(!path[10].isIdentity)
        #expect(path[149].isIdentity)
    }

    @Test("moves smoothly, and never rises above the frame's lower edge")
    func smooth() {
        var solver = PlacementSolver(), last = Placement.identity, lastSpeed: Float = 0
        for step in 0..<600 {
            let shift = step / 10 % 12
            let matte = grid(4 + shift...15 + shift, 8...29)
            let hole = step % 200 < 120 ? grid(22...36, 4 + shift...29) : empty
            let placement = solver.step(coarseMatte: matte, hole: hole)
            let speed = placement.offsetX - last.offsetX

            #expect(abs(speed) < 0.021 && abs(placement.scale - last.scale) < 0.021)
            #expect(abs(placement.offsetY - last.offsetY) < 0.041)
            #expect(abs(speed - lastSpeed) < 0.02)
            #expect(placement.offsetY + placement.scale >= 0.9999)
            (last, lastSpeed) = (placement, speed)
        }
    }

    @Test("stays where nothing more can be covered")
    func stays() {
        var solver = PlacementSolver()
        let matte = grid(person.x, person.y), covered = grid(6...12, 14...29)
        for _ in 0..<60 { #expect(solver.step(coarseMatte: matte, hole: covered).isIdentity) }
    }

    @Test("is home for nobody, for nothing known, and for what is no number")
    func nobody() {
        var solver = PlacementSolver()
        let hole = grid(22...32, 12...29),
            broken = FloatPlane(width: 40, height: 30, repeating: .nan)
        let unknown = FloatPlane(width: 40, height: 30, repeating: 1)
        for _ in 0..<30 {
            #expect(solver.step(coarseMatte: empty, hole: hole).isIdentity)
            #expect(solver.step(coarseMatte: broken, hole: hole).isIdentity)
            #expect(solver.step(coarseMatte: grid(person.x, person.y), hole: unknown).isIdentity)
        }
    }

    @Test("keeps the person in view, head and centre")
    func inView() {
        var solver = PlacementSolver(), placement = Placement.identity
        let matte = grid(14...25, 6...29), hole = grid(36...39, 0...29)
        for _ in 0..<200 { placement = solver.step(coarseMatte: matte, hole: hole) }

        #expect(placement.offsetX + placement.scale * 0.5 <= 0.86)
        #expect(placement.offsetY + placement.scale * 0.2 >= 0.02)
    }
}
