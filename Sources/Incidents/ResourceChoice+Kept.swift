extension ResourceChoice.Learned {
    /// What a file has kept, which may say anything.
    ///
    /// - Parameters:
    ///   - weights: of the logarithms of rank and number of accounts.
    ///   - mixture: as ``ResourceChoice/Mixture/numbers`` gave it.
    /// - Returns: nil for numbers that are never learned.
    package init?(weights: [Double], mixture: [Double]) {
        guard weights.count == 2, weights.allSatisfy({ abs($0) <= 1e3 }),
            let mixture = ResourceChoice.Mixture(mixture)
        else { return nil }
        self.init(weights: weights, mixture: mixture)
    }
}

extension ResourceChoice.Mixture {
    /// What a file keeps.
    package var numbers: [Double] { [ownKnown, ownUnknown, others, othersHalf] }

    /// - Parameter numbers: as ``numbers`` gave them.
    /// - Returns: nil for numbers that are never learned.
    init?(_ numbers: [Double]) {
        guard numbers.count == 4, numbers.allSatisfy({ $0 >= 0 && $0 <= 1e9 }), numbers[0] > 0, numbers[1] > 0,
            numbers[2] <= 1, numbers[3] > 0
        else { return nil }
        self.init()
        (ownKnown, ownUnknown, others, othersHalf) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }
}
