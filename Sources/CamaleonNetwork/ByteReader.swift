/// Reads little-endian fields, front to back; every read may throw ``ModelError/Reason/truncated``.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func readUInt8() throws(ModelError) -> UInt8 {
        UInt8(truncatingIfNeeded: try readLittleEndian(byteCount: 1))
    }

    mutating func readUInt16() throws(ModelError) -> UInt16 {
        UInt16(truncatingIfNeeded: try readLittleEndian(byteCount: 2))
    }

    mutating func readUInt32() throws(ModelError) -> UInt32 {
        try readLittleEndian(byteCount: 4)
    }

    /// A 32-bit float; refuses infinities and NaN.
    mutating func readFloat() throws(ModelError) -> Float {
        let start = offset
        let value = Float(bitPattern: try readUInt32())
        guard value.isFinite else { throw ModelError(.notFinite, at: start) }
        return value
    }

    /// `count` 32-bit floats.
    ///
    /// Checks that they are there before it allocates.
    mutating func readFloats(_ count: Int) throws(ModelError) -> [Float] {
        try need(4 * count)
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try readFloat()) }
        return values
    }

    /// `count` half-precision floats, widened.
    ///
    /// Checks that they are there before it allocates.
    mutating func readHalves(_ count: Int) throws(ModelError) -> [Float] {
        try need(2 * count)
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            let start = offset
            let value = Float(half: try readUInt16())
            guard value.isFinite else { throw ModelError(.notFinite, at: start) }
            values.append(value)
        }
        return values
    }

    mutating func readBytes(_ count: Int) throws(ModelError) -> [UInt8] {
        try need(count)
        defer { offset += count }
        return [UInt8](bytes[offset..<offset + count])
    }

    private func need(_ count: Int) throws(ModelError) {
        guard bytes.count - offset >= count else { throw ModelError(.truncated, at: offset) }
    }

    private mutating func readLittleEndian(byteCount: Int) throws(ModelError) -> UInt32 {
        try need(byteCount)
        var value: UInt32 = 0
        for index in 0..<byteCount { value |= UInt32(bytes[offset + index]) << UInt32(8 * index) }
        offset += byteCount
        return value
    }
}

extension Float {
    /// Widens an IEEE 754 half-precision number: exact for every one of them.
    init(half: UInt16) {
        let sign = UInt32(half & 0x8000) << 16
        let exponent = UInt32(half >> 10) & 0x1F
        let fraction = UInt32(half & 0x3FF)
        switch exponent {
        case 0:
            // Subnormal: fraction · 2⁻²⁴, which a float holds as a normal number.
            let magnitude = Float(fraction) * 0x1p-24
            self = sign == 0 ? magnitude : -magnitude
        case 31: self = Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: self = Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
