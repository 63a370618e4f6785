/// The numbers of a row of a panel, for kernels that are compiled for the common strides: known to the compiler, or not.
protocol PanelStride {
    var numbers: Int { get }
}

struct FixedStride<let count: Int>: PanelStride {
    var numbers: Int { count }
}

struct VariableStride: PanelStride {
    let numbers: Int
}
