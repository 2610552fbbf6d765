/// Where a convolution or a pooling looks for each pixel of its output: `kernel` × `kernel` pixels,
/// from one output pixel to the next `stride` pixels further on, in a map with that many pixels of
/// padding on each side.
public struct Window: Sendable, Equatable {
    public let kernel: Int
    public let stride: Int
    public let top: Int
    public let left: Int
    public let bottom: Int
    public let right: Int

    /// - Precondition: kernel and stride are positive, no padding is negative.
    public init(kernel: Int, stride: Int = 1, top: Int, left: Int, bottom: Int, right: Int) {
        precondition(
            kernel > 0 && stride > 0 && min(top, left, bottom, right) >= 0,
            "a window has a size"
        )
        self.kernel = kernel
        self.stride = stride
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    public init(kernel: Int, stride: Int = 1, padding: Int = 0) {
        self.init(
            kernel: kernel,
            stride: stride,
            top: padding,
            left: padding,
            bottom: padding,
            right: padding
        )
    }

    /// The padding of the side that has most.
    package var greatestPadding: Int { max(top, left, bottom, right) }

    /// Rows of the output for a map of `height`; 0 or less where the window does not fit.
    package func outputHeight(_ height: Int) -> Int {
        outputSize(height + top + bottom)
    }

    /// Columns of the output for a map of `width`; 0 or less where the window does not fit.
    package func outputWidth(_ width: Int) -> Int {
        outputSize(width + left + right)
    }

    private func outputSize(_ padded: Int) -> Int {
        padded < kernel ? 0 : (padded - kernel) / stride + 1
    }

    /// Whether the output's size is that of the window on the input, whose border has the padding.
    func maps(_ input: FeatureMap, to output: FeatureMap) -> Bool {
        output.height == outputHeight(input.height) && output.width == outputWidth(input.width)
            && greatestPadding <= input.border
    }
}
