import Interactions
import LinearAlgebra
import Parameters

/// What the likelihood of a pair is for the reference's algorithm.
enum LikelihoodValues: String, ParameterChoice {
    /// What the reference system's notebooks and its library take: accesses by ``perSpanDay`` where every access has a
    /// time; otherwise the rows of the table as they are, each a rating of its own, where no access has one.
    case reference
    /// The summed weights of the pair's accesses.
    case counts
    /// The summed weights divided by the days, of UTC, on which the user made any access.
    case perActiveDay = "per-active-day"
    /// The summed weights divided by the days, of UTC, from the pair's first access to its last, these two included.
    case perSpanDay = "per-span-day"

    static let parameter = Parameter<LikelihoodValues>(
        "values", standard: .reference, needingTimes: [.perActiveDay, .perSpanDay],
        "What the likelihood of a pair is: the reference's, which is per-span-day where all accesses have times and each "
            + "row of the table where none has; the number of accesses; accesses a day on which the user was active; or "
            + "accesses a day from the pair's first to its last.")
}

extension LikelihoodTable {
    /// The table of a matrix: one row for each pair, or with ``LikelihoodValues/reference`` for each row that the
    /// matrix was made of, where it was made of a table without times in which a pair stands more than once.
    ///
    /// - Throws: ``DetectorError`` where the values come from times, and the accesses do not all have one.
    init(_ matrix: InteractionMatrix, _ values: LikelihoodValues) throws {
        func counts(_ entry: Int) -> Double { Double(matrix.counts.values[entry]) }
        switch (values, matrix.days, matrix.rows) {
        case (.counts, _, _), (.reference, nil, nil): self.init(matrix)
        case (.reference, nil, let rows?):
            self.init(matrix) { _, entry in rows.weights(ofEntry: entry).map { Double($0) } }
        case (.perSpanDay, let days?, _), (.reference, let days?, _):
            self.init(matrix) { _, entry in CollectionOfOne(counts(entry) / Double(days.spans[entry])) }
        case (.perActiveDay, .some, _):
            self.init(matrix) { user, entry in CollectionOfOne(counts(entry) / matrix.activeDays(ofUser: user)) }
        case (.perSpanDay, nil, _), (.perActiveDay, nil, _):
            throw DetectorError(needingTimes: LikelihoodValues.parameter.name, values.rawValue)
        }
    }
}
