/// A figure with its interval, or the reason why it has none.
public struct EstimatedFigure: Hashable, Sendable {
    public var figure: Evaluation.Figure
    public var interval: ClosedRange<Double>?
    /// How the interval was made, or why there is none: `no interval: …`.
    public var method: String

    public init(figure: Evaluation.Figure, interval: ClosedRange<Double>?, method: String) {
        self.figure = figure
        self.interval = interval
        self.method = method
    }
}
