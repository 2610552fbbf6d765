import CamaleonNetwork
import Foundation

/// The weights that are shipped.
func shippedModel() throws -> [UInt8] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Models/unet.cml"
    )
    return [UInt8](try Data(contentsOf: file))
}

/// A model file, of one 1 × 1 convolution, to which whatever is bright is a person.
func brightnessModel() -> [UInt8] {
    func bytes<Number>(_ numbers: Number...) -> [UInt8] {
        numbers.flatMap { number in withUnsafeBytes(of: number) { [UInt8]($0) } }
    }
    let tenInHalfPrecision: UInt16 = 0x4900
    var body = bytes(UInt16(3), 0, 256, 144) + bytes(Float(0), 0, 0, 1, 1, 1)
    // One output, value 1; one operation.
    body += [1] + bytes(UInt16(1), 1)
    // A convolution, logistic, of one input, with a name of no letters; reads value 0, one channel.
    body += [1, 2, 1, 0] + bytes(UInt16(0), 1)
    body += [1, 1, 0, 0, 0, 0]
    body += bytes(tenInHalfPrecision, tenInHalfPrecision, tenInHalfPrecision) + bytes(Float(-20))
    return Array("CAML".utf8) + bytes(UInt32(2), UInt32(16 + body.count), crc32(body[...])) + body
}
