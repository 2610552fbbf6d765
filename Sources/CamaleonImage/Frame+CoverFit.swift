extension Frame {
    /// Fills the frame with an image, cover-fitted: as large as fills the frame, centred, the rest
    /// cut off; never stretched.
    ///
    /// The image is `width` × `height` pixels of four bytes without gaps, alpha not premultiplied.
    /// Transparent pixels show the slate's grey.
    ///
    /// - Precondition: the buffer holds that many bytes.
    public func coverFit(rgba: ByteBuffer, width: Int, height: Int, colorSpace: ColorSpace) {
        let pixels = Plane(rgba, width: 4 * width, height: height, stride: 4 * width)
        let crop = Crop(sourceWidth: width, sourceHeight: height, covering: self.width, self.height)
        let full = Resampler(crop: crop, width: self.width, height: self.height, step: 4)
        let channels = [0, 1, 2, 3].map { offset in
            let plane = FloatPlane(width: self.width, height: self.height)
            full.resample(pixels, offset: offset, into: plane)
            return plane
        }
        forEachPixel(luma) { x, y in colorSpace.yuv(blended(channels, x, y)).luma }
        // Chroma is sited at the centre of its luma pixels: their mean.
        forEachPixel(blueChroma) { x, y in
            mean(x, y) { colorSpace.yuv(blended(channels, $0, $1)).blueChroma }
        }
        forEachPixel(redChroma) { x, y in
            mean(x, y) { colorSpace.yuv(blended(channels, $0, $1)).redChroma }
        }
    }

    /// Fills the frame with another one, cover-fitted: bilinear.
    ///
    /// - Complexity: some 20 operations a pixel; no allocation.
    package func coverFit(_ source: Frame) {
        let crop = Crop(
            sourceWidth: source.width,
            sourceHeight: source.height,
            covering: width,
            height
        )
        let scale = Float(width) / crop.width
        for index in 0..<3 {
            let from = source.planes[index], to = planes[index], unit: Float = index == 0 ? 1 : 2
            func axis(_ start: Float, _ count: Int) -> ResamplingAxis {
                ResamplingAxis(offset: -start * scale, scale: scale, unit: unit, count: count)
            }
            let across = axis(crop.x, from.width), down = axis(crop.y, from.height)
            for y in 0..<to.height {
                to.resampleRow(y, columns: 0..<to.width, from: from, across: across, down: down)
            }
        }
    }

    private func forEachPixel(_ plane: Plane, _ value: (Int, Int) -> Float) {
        for y in 0..<plane.height {
            for x in 0..<plane.width { plane[x, y] = UInt8(clamping: value(x, y)) }
        }
    }

    private func mean(_ x: Int, _ y: Int, _ value: (Int, Int) -> Float) -> Float {
        let right = min(2 * x + 1, width - 1), bottom = min(2 * y + 1, height - 1)
        return
            (value(2 * x, 2 * y) + value(right, 2 * y) + value(2 * x, bottom) + value(right, bottom))
            / 4
    }

    private func blended(_ channels: [FloatPlane], _ x: Int, _ y: Int) -> (Float, Float, Float) {
        let alpha = channels[3][x, y] / 255, rest = (1 - alpha) * Float(Self.slateLuma) / 255
        return (
            alpha * channels[0][x, y] / 255 + rest, alpha * channels[1][x, y] / 255 + rest,
            alpha * channels[2][x, y] / 255 + rest
        )
    }
}

extension ColorSpace {
    fileprivate func yuv(
        _ rgb: (Float, Float, Float)
    ) -> (luma: Float, blueChroma: Float, redChroma: Float) {
        yuv(red: rgb.0, green: rgb.1, blue: rgb.2)
    }
}
