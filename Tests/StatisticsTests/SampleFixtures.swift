// Written by experiments/oracles/samples.py with SciPy and NumPy; not to be edited.

/// A sample with its t interval for the mean (SciPy) and its quantiles (NumPy).
struct SampleFixture: Sendable {
    static let level = 0.9
    static let probabilities = [0.0, 0.05, 0.25, 0.5, 0.9, 1.0]

    let values: [Double]
    let mean: Double
    let low: Double
    let high: Double
    let standardError: Double
    let quantiles: [Double]

    static let all = [
        SampleFixture(
            values: [3.0, 6.0],
            mean: 4.5, low: -4.970627272012566, high: 13.970627272012553,
            standardError: 1.4999999999999998,
            quantiles: [
                3.0, 3.15, 3.75, 4.5, 5.7, 6.0,
            ]),
        SampleFixture(
            values: [0.3, -5.9, -1.5],
            mean: -2.3666666666666667, low: -7.743811281657631, high: 3.010477948324294,
            standardError: 1.8414969755910846,
            quantiles: [
                -5.9, -5.46, -3.7, -1.5, -0.05999999999999994, 0.3,
            ]),
        SampleFixture(
            values: [-6.9, 3.6, 16.4, -1.9, -3.2],
            mean: 1.5999999999999994, low: -7.067209195410982, high: 10.267209195410976,
            standardError: 4.065587288449234,
            quantiles: [
                -6.9, -6.16, -3.2, -1.9, 11.280000000000001, 16.4,
            ]),
        SampleFixture(
            values: [7.9, 6.6, 4.1, -6.3, 2.7, 10.0, -10.4, -1.6],
            mean: 1.625, low: -3.1743283227833015, high: 6.4243283227833,
            standardError: 2.533190393837102,
            quantiles: [
                -10.4, -8.965, -2.775, 3.4, 8.53, 10.0,
            ]),
        SampleFixture(
            values: [-16.0, -9.9, -15.4, 0.6, -9.7, 5.7, 4.6, 1.1, -22.2, -2.4, 2.5],
            mean: -5.554545454545455, low: -10.755988149138446, high: -0.3531027599524652,
            standardError: 2.869823042893178,
            quantiles: [
                -22.2, -19.1, -12.65, -2.4, 4.6, 5.7,
            ]),
        SampleFixture(
            values: [4.1, -12.3, -1.8, -6.8, -5.1, 13.6, -5.1, 2.7, 11.8, -2.8, 1.9, 4.1],
            mean: 0.3583333333333334, low: -3.5582316785901704, high: 4.274898345256835,
            standardError: 2.1808553483679405,
            quantiles: [
                -12.3, -9.275, -5.1, 0.04999999999999982, 11.030000000000003, 13.6,
            ]),
    ]
}
