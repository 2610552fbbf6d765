import CZlib

/// Compresses bytes as gzip, in memory, as small as zlib can.
///
/// Nothing where zlib has no memory: the caller then sends the bytes as they are.
///
/// Source: RFC 1952; zlib's manual, <https://zlib.net/manual.html>.
func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // Sixteen more than the largest window asks for gzip's header instead of zlib's.
    let windowBits = MAX_WBITS + 16
    let started = deflateInit2_(
        &stream,
        Z_BEST_COMPRESSION,
        Z_DEFLATED,
        windowBits,
        MAX_MEM_LEVEL,
        Z_DEFAULT_STRATEGY,
        ZLIB_VERSION,
        CInt(MemoryLayout<z_stream>.size)
    )
    guard started == Z_OK else { return nil }
    defer { deflateEnd(&stream) }

    var input = bytes
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    var finished: CInt = Z_OK
    let output = input.withUnsafeMutableBufferPointer { source in
        [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            stream.next_in = source.baseAddress
            stream.avail_in = CUnsignedInt(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = CUnsignedInt(target.count)
            finished = deflate(&stream, Z_FINISH)
            count = target.count - Int(stream.avail_out)
        }
    }
    return finished == Z_STREAM_END ? output : nil
}
