/// Where the matrix kernel reads and writes: all strides in floats.
struct MatrixLayout {
    /// First float of the first output pixel's receptive field.
    let input: FloatCursor
    /// From one output pixel's field to the next one's.
    let inputPixel: Int
    /// From one output row's field to the next one's.
    let inputRow: Int
    /// From one row of a field to the next.
    let fieldRow: Int
    let output: FloatCursor
    let outputPixel: Int
    let outputRow: Int
    let width: Int
    let height: Int
}

/// What is added to the sums before they are activated: the skip of a residual block, a map of the
/// output's size with as many channels or fewer.
struct Skip {
    /// The channels of the output's first pixel, or of the first pixel of one of its rows and blocks.
    let origin: FloatCursor
    let pixel: Int
    let row: Int
    /// From here on nothing is added: a multiple of eight, 0 or less for nothing at all.
    let channels: Int

    /// From row `y` and channel `first` on.
    func from(row y: Int, channel first: Int) -> Skip {
        Skip(
            origin: origin + (y * row + first),
            pixel: pixel,
            row: row,
            channels: channels - first
        )
    }
}

/// The inner product that every convolution here is made of: an implicit matrix multiplication over
/// NHWC rows, four pixels by eight output channels or two by sixteen at a time.
///
///     output[y, x, o] = act(skip[y, x, o] + bias[o] + Σ_rows Σ_k input[y·inputRow + row·fieldRow + x·inputPixel + k] · packed[o, row, k])
///
/// Each weight loaded serves four (two) pixels and each pixel eight (sixteen) channels, which keeps
/// eight accumulators and all operands in sixteen registers: 94–99 % of one core's peak in wasm.
///
/// - Complexity: height · width · outputs · rows · rowLength multiply–adds; no allocation.
func multiply(
    _ layout: MatrixLayout,
    by weights: PackedWeights,
    adding skip: Skip? = nil,
    then finish: Finish
) {
    let skip = skip ?? Skip(origin: layout.output, pixel: 0, row: 0, channels: 0)
    for y in 0..<layout.height {
        for block in 0..<weights.blocks {
            let row = RowOfBlocks(
                layout: layout,
                input: layout.input + y * layout.inputRow,
                output: layout.output + (y * layout.outputRow + block * weights.lanes),
                rowLength: weights.rowLength,
                rows: weights.rows,
                weights: weights.cursor(block: block),
                bias: weights.bias.start + block * weights.lanes,
                skip: skip.from(row: y, channel: block * weights.lanes),
                finish: finish + block * weights.lanes
            )
            if weights.lanes == 16 { row.runWide() } else { row.runNarrow() }
        }
    }
}
