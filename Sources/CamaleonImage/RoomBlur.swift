/// The room, blurred until nothing in it can be read, without the person who stands in it.
///
/// Blurring a frame as it is smears the person into a halo. So each pixel counts only as far as it
/// is background: blur(weight · colour) / blur(weight), at a small size, where a wide blur is cheap.
public final class RoomBlur {
    private let weight: FloatPlane
    private let blurredWeight: FloatPlane
    private let channels: [FloatPlane]
    private let filter: BoxFilter
    private let enlargers: [Enlarger]
    private let wide: [FloatPlane]

    /// Cells of the blur's grid along the longer side.
    ///
    /// With the radius below, the blur's standard deviation is a twentieth of the picture's longer
    /// side: letters a sixth of it high are gone.
    private static let longerSide = 80, radius = 3

    public init(frameWidth: Int, frameHeight: Int) {
        let longer = max(frameWidth, frameHeight)
        let width = max(1, frameWidth * Self.longerSide / longer)
        let height = max(1, frameHeight * Self.longerSide / longer)
        weight = FloatPlane(width: width, height: height)
        blurredWeight = FloatPlane(width: width, height: height)
        channels = (0..<3).map { _ in FloatPlane(width: width, height: height) }
        filter = BoxFilter(width: width, height: height, radius: Self.radius)
        let (w, h) = ((frameWidth + 1) / 2, (frameHeight + 1) / 2)
        enlargers = [(frameWidth, frameHeight), (w, h), (w, h)].map {
            Enlarger(smallWidth: width, smallHeight: height, width: $0.0, height: $0.1)
        }
        wide = [frameWidth, w, w].map { FloatPlane(width: $0, height: height) }
    }

    /// Blurs a small picture of the room into a frame.
    ///
    /// `picture` is Y, U and V, 0…255, all of one small size, covering the whole frame; `matte` is how
    /// much of each pixel is a person, 0…1, at that size.
    ///
    /// - Complexity: a dozen operations a byte of the frame; no allocation.
    public func blur(_ picture: [FloatPlane], matte: FloatPlane, into frame: Frame) {
        gather(picture, matte)
        blurInPlace(weight, into: blurredWeight)
        for (index, channel) in channels.enumerated() {
            blurInPlace(channel, into: channel)
            divide(channel, neutral: index == 0 ? Float(Frame.slateLuma) : 128)
            enlargers[index].widen(channel, into: wide[index])
            enlargers[index].blendRows(of: wide[index], into: frame.planes[index])
        }
    }

    /// Sums the picture and its weight into the grid.
    ///
    /// A pixel in which the matte sees even a trace of the person counts little: the edge of hair
    /// is in it.
    private func gather(_ picture: [FloatPlane], _ matte: FloatPlane) {
        weight.fill(0)
        for channel in channels { channel.fill(0) }
        for y in 0..<matte.height {
            let row = y * weight.height / matte.height
            for x in 0..<matte.width {
                let column = x * weight.width / matte.width
                let background = max(0, 1 - 4 * matte[x, y])
                weight[column, row] += background
                for index in 0..<3 {
                    channels[index][column, row] += background * picture[index][x, y]
                }
            }
        }
    }

    /// Three box filters are a Gaussian, near enough.
    private func blurInPlace(_ plane: FloatPlane, into output: FloatPlane) {
        filter(plane, into: output)
        filter(output, into: output)
        filter(output, into: output)
    }

    /// Where nothing of the room was near, the neutral colour comes through: the person covers it.
    private func divide(_ channel: FloatPlane, neutral: Float) {
        let epsilon: Float = 1e-4
        for y in 0..<channel.height {
            let value = channel.row(y), weight = blurredWeight.row(y)
            for x in 0..<channel.width {
                value[x] = max(0, min(255, (value[x] + epsilon * neutral) / (weight[x] + epsilon)))
            }
        }
    }
}
