import Experiments
import Studies

/// Studies that ask the same question with different root seeds: one study with more replicates.
struct RepeatedStudy {
    private(set) var runs: [FinishedStudy]

    var name: String { runs[0].specification.name }

    /// Puts studies together that differ in their root seed alone. A second run with the same seed repeats nothing and
    /// stands by itself.
    static func grouping(_ studies: [FinishedStudy]) -> [RepeatedStudy] {
        var groups: [RepeatedStudy] = [], questions: [String] = []
        for study in studies {
            let question = study.specification.withoutRootSeed.resolvedYAML, root = study.specification.seeds.root
            let repeated = groups.indices.first { index in
                questions[index] == question && !groups[index].runs.contains { $0.specification.seeds.root == root }
            }
            if let repeated {
                groups[repeated].runs.append(study)
            } else {
                groups.append(RepeatedStudy(runs: [study]))
                questions.append(question)
            }
        }
        return groups
    }
}
