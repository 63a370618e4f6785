import Interactions

extension ScoredTable {
    /// These rows with the scores that another tool gave them.
    ///
    /// Rows are found by what identifies them — tenant, user, resource, scenario, attack and time — where that is
    /// unique, and by their position where files have no such columns.
    ///
    /// - Throws: ``ComparisonError`` where the files do not hold the same rows with the same labels and weights.
    package func scored(as other: ScoredTable) throws(ComparisonError) -> ScoredTable {
        guard cases.count == other.cases.count else {
            throw ComparisonError("one file has \(cases.count) rows, the other \(other.cases.count)")
        }
        var indices = Array(other.cases.indices)
        if keys != other.keys {
            var found: [RowKey: Int] = [:]
            for (index, key) in other.keys.enumerated() {
                guard found.updateValue(index, forKey: key) == nil else {
                    throw ComparisonError(
                        "the files have their rows in different orders, and nothing tells rows apart; give both the "
                            + "columns user, resource and time, or the same order")
                }
            }
            indices = []
            for (row, key) in keys.enumerated() {
                guard let index = found[key] else {
                    throw ComparisonError("row \(row + 1) of one file is not in the other, or has another label")
                }
                indices.append(index)
            }
        }
        for (row, index) in indices.enumerated() where cases[row].weight != other.cases[index].weight {
            throw ComparisonError(
                "row \(row + 1) has the weight \(cases[row].weight) in one file and \(other.cases[index].weight) in the "
                    + "other; give both the same column weight, or neither")
        }
        var scored = cases
        for (row, index) in indices.enumerated() { scored[row].score = other.cases[index].score }
        return ScoredTable(self, cases: scored)
    }
}
