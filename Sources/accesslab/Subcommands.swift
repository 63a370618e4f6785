import ArgumentParser

/// The subcommands, in the order in which the help lists them; 'help' itself comes after them.
enum Subcommands {
    static let all: [any ParsableCommand.Type] = [
        Ingest.self, Describe.self, Simulate.self, Run.self, Compare.self, Evaluate.self, Train.self, Score.self,
        Rank.self, Explain.self, Export.self, Doctor.self, List.self,
    ]
}
