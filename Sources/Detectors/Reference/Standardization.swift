import LinearAlgebra

/// Mean and standard deviation of a tenant's predictions: what makes a prediction p the score (m − p) / s.
struct Standardization: Hashable, Sendable {
    let mean: Double
    /// The population standard deviation; 1 where it is 0.
    let deviation: Double

    init(mean: Double, deviation: Double) {
        self.mean = mean
        self.deviation = deviation
    }

    /// The statistics of the predictions of some rows, by Welford's recurrence (Technometrics 4(3), 1962), which gives
    /// exactly 0 for the deviation of equal values.
    init(of rows: [RatedPairs.Row], _ factors: NonnegativeALS.Factors) {
        var mean = 0.0, squares = 0.0
        for (index, row) in rows.enumerated() {
            let prediction = factors.prediction(user: Int(row.user), resource: Int(row.resource))
            let difference = prediction - mean
            mean += difference / Double(index + 1)
            squares += difference * (prediction - mean)
        }
        let deviation = rows.isEmpty ? 0 : (squares / Double(rows.count)).squareRoot()
        self.init(mean: mean, deviation: deviation > 0 ? deviation : 1)
    }

    func score(of prediction: Double) -> Double {
        (mean - prediction) / deviation
    }
}

extension NonnegativeALS.Factors {
    /// The inner product of a user's and a resource's factors, in double precision.
    func prediction(user: Int, resource: Int) -> Double {
        let rank = users.columns
        return users.elements.withUnsafeBufferPointer { users in
            resources.elements.withUnsafeBufferPointer { resources in
                var sum = 0.0
                for factor in 0..<rank {
                    sum += Double(users[user * rank + factor]) * Double(resources[resource * rank + factor])
                }
                return sum
            }
        }
    }
}

extension [Standardization] {
    /// One row for each tenant: mean and deviation, each as the sum of three single-precision numbers, which hold every
    /// bit of the double.
    var tensor: Matrix<Float> {
        func parts(_ value: Double) -> [Float] {
            let first = Float(value), second = Float(value - Double(first))
            return [first, second, Float(value - Double(first) - Double(second))]
        }
        return Matrix(rows: count, columns: 6, elements: flatMap { parts($0.mean) + parts($0.deviation) })
    }

    /// - Throws: ``DetectorError`` where a deviation is not positive.
    init(_ tensor: Matrix<Float>) throws(DetectorError) {
        self = []
        for row in 0..<tensor.rows {
            func sum(_ start: Int) -> Double { (start..<start + 3).reduce(0) { $0 + Double(tensor[row, $1]) } }
            guard sum(3) > 0 else { throw DetectorError("the tensor 'standardisation' holds no positive deviation") }
            append(Standardization(mean: sum(0), deviation: sum(3)))
        }
    }
}
