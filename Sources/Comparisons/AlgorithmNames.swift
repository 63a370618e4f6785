import Studies

/// The names of the algorithms of several studies in a comparison: their ids, with the study's name where several
/// studies have the same id. The runs of a repeated study have the same names.
struct AlgorithmNames {
    private let studies: [RepeatedStudy]
    private let shared: Set<String>

    init(_ studies: [RepeatedStudy]) {
        self.studies = studies
        var owners: [String: Set<Int>] = [:]
        for (index, study) in studies.enumerated() {
            for measured in study.runs.flatMap(\.datasets).flatMap(\.algorithms) {
                owners[measured.trial.algorithm, default: []].insert(index)
            }
        }
        shared = Set(owners.filter { $0.value.count > 1 }.keys)
    }

    /// - Parameter index: the study's index in the list.
    func name(of id: String, inStudy index: Int) -> String {
        guard shared.contains(id) else { return id }
        let name = studies[index].name
        let isNamesake = studies.count { $0.name == name } > 1
        return "\(isNamesake ? "\(index + 1):" : "")\(name)/\(id)"
    }
}
