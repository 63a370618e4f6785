/// The settings of ``LaneRegressions`` as vectors.
struct LaneWeights {
    typealias Vector = PanelKernels.Vector

    let slopes: Vector
    let constants: Vector
    let shared: Vector
    let ridges: Vector
}
