/// The weights of a convolution as training writes them: output channel, kernel row, kernel column,
/// input channel, and a bias for each output channel.
public struct ConvolutionWeights: Sendable, Equatable {
    public let kernel: Int
    public let inputChannels: Int
    public let outputChannels: Int
    public let values: [Float]
    public let bias: [Float]

    /// - Precondition: `values` holds C_out · kernel² · C_in numbers, `bias` holds C_out.
    public init(
        kernel: Int,
        inputChannels: Int,
        outputChannels: Int,
        values: [Float],
        bias: [Float]
    ) {
        precondition(
            kernel > 0 && inputChannels > 0 && outputChannels > 0,
            "a convolution has weights"
        )
        precondition(
            values.count == outputChannels * kernel * kernel * inputChannels
                && bias.count == outputChannels,
            "as many weights as the shape says"
        )
        self.kernel = kernel
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        self.values = values
        self.bias = bias
    }

    public subscript(output: Int, row: Int, column: Int, input: Int) -> Float {
        values[((output * kernel + row) * kernel + column) * inputChannels + input]
    }
}

/// Weights in the order in which the matrix kernel reads them.
///
///     packed[block][k][lane],  block = output / lanes,  k over (row, column, input)
///
/// Sixteen lanes a block where the output channels allow it, else eight; outputs that fill no whole
/// block and inputs that are only padding have weight zero.
struct PackedWeights {
    let lanes: Int
    let blocks: Int
    /// Length of k over one kernel row: contiguous floats of the input, without the last pixel's padding.
    let rowLength: Int
    let rows: Int
    let values: FloatBuffer
    let bias: FloatBuffer

    /// Packs weights for maps with `inputStride` floats from one pixel to the next, padding included.
    init(_ weights: ConvolutionWeights, inputStride: Int) {
        self.init(
            kernel: weights.kernel,
            inputs: weights.inputChannels,
            inputStride: inputStride,
            bias: weights.bias
        ) { output, row, column, input in
            weights[output, row, column, input]
        }
    }

    init(
        kernel: Int,
        inputs: Int,
        inputStride: Int,
        bias: [Float],
        weight: (_ output: Int, _ row: Int, _ column: Int, _ input: Int) -> Float
    ) {
        let outputs = bias.count
        let lanes = outputs.isMultiple(of: 16) ? 16 : 8
        let rowLength = (kernel - 1) * inputStride + inputs
        self.lanes = lanes
        self.rowLength = rowLength
        blocks = outputs.roundedUp(to: lanes) / lanes
        rows = kernel
        values = FloatBuffer(count: blocks * lanes * kernel * rowLength)
        self.bias = FloatBuffer(count: blocks * lanes)
        for output in 0..<outputs {
            self.bias[output] = bias[output]
            let block = output / lanes * kernel * rowLength * lanes + output % lanes
            for row in 0..<kernel {
                for column in 0..<kernel {
                    for input in 0..<inputs {
                        let k = row * rowLength + column * inputStride + input
                        values[block + k * lanes] = weight(output, row, column, input)
                    }
                }
            }
        }
    }

    /// The weights of `block`, all k.
    func cursor(block: Int) -> FloatCursor {
        values.start + block * rows * rowLength * lanes
    }
}
