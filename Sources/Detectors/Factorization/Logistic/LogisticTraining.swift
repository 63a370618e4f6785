import Interactions
import LinearAlgebra
import Statistics

/// Logistic factorisation under way; a step is an epoch.
public struct LogisticTraining: DetectorTraining {
    private let detector: LogisticFactorization
    private let matrix: InteractionMatrix
    /// The user of each observed pair.
    private let userOfPair: [Int32]
    private let context: FitContext
    private(set) var users: AdaptiveFactors
    private(set) var resources: AdaptiveFactors
    /// The loss of each tenant's comparisons in the last epoch, each before the step that it led to; empty before the
    /// first.
    private var losses: [Double] = []
    public private(set) var steps = 0

    init(_ detector: LogisticFactorization, _ matrix: InteractionMatrix, _ context: FitContext) {
        self.detector = detector
        self.matrix = matrix
        self.context = context
        userOfPair = (0..<matrix.users.count).flatMap { user in
            repeatElement(Int32(user), count: matrix.counts.range(ofRow: user).count)
        }
        users = AdaptiveFactors(rows: matrix.users.count, columns: detector.columns)
        resources = AdaptiveFactors(rows: matrix.resources.count, columns: detector.columns)
        let deviation = 0.1 / Double(detector.rank).squareRoot()
        for tenant in matrix.tenants {
            let random = RandomStream(seed: seed(of: tenant).derived("factors"))
            func draw(_ rows: Range<Int>, _ factors: inout AdaptiveFactors, last: Float) {
                for row in rows {
                    for column in 0..<detector.columns {
                        factors.values[row, column] =
                            column < detector.rank ? Float(random.gaussian(standardDeviation: deviation)) : last
                    }
                }
            }
            draw(tenant.users, &users, last: 1)
            draw(tenant.resources, &resources, last: 0)
        }
    }

    /// Each tenant has streams of its own, so that it does not depend on the others.
    private func seed(of tenant: InteractionMatrix.Tenant) -> Seed {
        context.seed.derived("logistic-factorization", detector.seed).derived(tenant.name)
    }

    public var isFinished: Bool { steps >= detector.epochs }

    public mutating func advance() throws {
        try context.checkCancellation()
        let detector = detector, counts = matrix.counts, userOfPair = userOfPair
        let tenants = matrix.tenants, isCancelled = context.isCancelled, workers = context.workers
        let seeds = tenants.map { seed(of: $0).derived("epoch", steps) }
        var losses = tenants.map { _ in 0.0 }
        let completed = users.withPointers { users in
            resources.withPointers { resources in
                losses.withUnsafeMutableBufferPointer { losses in
                    // Tenants have rows of their own.
                    nonisolated(unsafe) let (users, resources, losses) = (users, resources, losses)
                    return workers.allSucceed(of: tenants.count, size: 1) { chunk in
                        for index in chunk {
                            let pairs =
                                counts.rowOffsets[
                                    tenants[index].users.lowerBound]..<counts
                                .rowOffsets[tenants[index].users.upperBound]
                            let loss = detector.run(
                                pairs, users: userOfPair, resources: counts.columnIndices, tenants[index], users,
                                resources, RandomStream(seed: seeds[index]), unless: isCancelled)
                            guard let loss else { return false }
                            losses[index] = loss
                        }
                        return true
                    }
                }
            }
        }
        guard completed else { throw CancellationError() }
        self.losses = losses
        steps += 1
    }

    /// The mean loss of the last epoch's comparisons, one for each observed pair, without the regularisation.
    public func objective() -> Double? {
        losses.isEmpty ? nil : losses.reduce(0, +) / Double(matrix.pairCount)
    }

    public func fitted() throws -> any FittedDetector {
        guard users.values.elements.allSatisfy(\.isFinite), resources.values.elements.allSatisfy(\.isFinite) else {
            throw DetectorError("the factors overflow; lower learning_rate or regularization")
        }
        return FactorModel(userFactors: users.values, resourceFactors: resources.values)
    }
}

extension LogisticFactorization {
    /// Takes a step for each of one tenant's pairs, in random order.
    ///
    /// - Parameter isCancelled: asked before every few thousand pairs.
    /// - Returns: the sum of their losses; nil once cancelled.
    fileprivate func run(
        _ pairs: Range<Int>, users userOfPair: [Int32], resources resourceOfPair: [Int32],
        _ tenant: InteractionMatrix.Tenant, _ users: AdaptiveFactors.Pointers, _ resources: AdaptiveFactors.Pointers,
        _ random: RandomStream, unless isCancelled: () -> Bool
    ) -> Double? {
        var order = Array(pairs)
        random.shuffle(&order)
        var total = 0.0
        let batch = 4096
        for start in stride(from: 0, to: order.count, by: batch) {
            if isCancelled() { return nil }
            run(
                order[start..<min(order.count, start + batch)], of: pairs, users: userOfPair,
                resources: resourceOfPair, tenant, users, resources, random, addingLossesTo: &total)
        }
        return total
    }

    private func run(
        _ order: ArraySlice<Int>, of pairs: Range<Int>, users userOfPair: [Int32], resources resourceOfPair: [Int32],
        _ tenant: InteractionMatrix.Tenant, _ users: AdaptiveFactors.Pointers, _ resources: AdaptiveFactors.Pointers,
        _ random: RandomStream, addingLossesTo total: inout Double
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: negatives + 1) { slopes in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: negatives + 1) { candidates in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: columns) { gradient in
                    for pair in order {
                        let user = Int(userOfPair[pair]) * columns
                        let x = users.values + user
                        candidates[0] = Int(resourceOfPair[pair]) * columns
                        for index in 1...negatives {
                            // A pair's resource is a draw by popularity.
                            let drawn =
                                isUniform
                                ? tenant.resources.lowerBound + random.index(below: tenant.resources.count)
                                : Int(resourceOfPair[pairs.lowerBound + random.index(below: pairs.count)])
                            candidates[index] = drawn * columns
                        }
                        for index in 0...negatives {
                            let y = resources.values + candidates[index]
                            var prediction: Float = 0
                            for column in 0..<columns { prediction += x[column] * y[column] }
                            slopes[index] = prediction
                        }
                        total += Double(loss.differentiate(slopes))
                        for column in 0..<columns { gradient[column] = regularization * x[column] }
                        for index in 0...negatives {
                            let y = resources.values + candidates[index], slope = slopes[index]
                            let squares = resources.squares + candidates[index]
                            for column in 0..<columns {
                                gradient[column] += slope * y[column]
                                step(&y[column], &squares[column], slope * x[column] + regularization * y[column])
                            }
                        }
                        // A user's last column belongs to the resource's bias and stays 1.
                        let squares = users.squares + user
                        for column in 0..<rank { step(&x[column], &squares[column], gradient[column]) }
                    }
                }
            }
        }
    }

    /// AdaGrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
    /// optimization", JMLR 12, 2011).
    @inline(__always)
    private func step(_ value: inout Float, _ squares: inout Float, _ derivative: Float) {
        squares += derivative * derivative
        value -= learningRate * derivative / squares.squareRoot()
    }
}

/// Factors with AdaGrad's sum of the squared derivatives of each.
struct AdaptiveFactors: Sendable {
    var values: Matrix<Float>
    /// Slightly above 0 at first, so that a derivative of 0 takes no step.
    private(set) var squares: Matrix<Float>

    init(rows: Int, columns: Int) {
        values = Matrix(rows: rows, columns: columns)
        squares = Matrix(rows: rows, columns: columns, repeating: 1e-6)
    }

    struct Pointers {
        let values: UnsafeMutablePointer<Float>
        let squares: UnsafeMutablePointer<Float>
    }

    /// - Precondition: there is a row.
    mutating func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        values.elements.withUnsafeMutableBufferPointer { values in
            squares.elements.withUnsafeMutableBufferPointer { squares in
                guard let values = values.baseAddress, let squares = squares.baseAddress else {
                    preconditionFailure("a matrix without elements")
                }
                return body(Pointers(values: values, squares: squares))
            }
        }
    }
}
