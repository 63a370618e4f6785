package import Parameters

/// The lints that every experiment is checked by, in the order in which they are listed.
package struct Lints: ListedRegistry {
    package static let noun = "lint"
    package let all: [any Lint.Type]

    package init(_ all: [any Lint.Type]) {
        self.all = all
    }

    package static func id(of type: any Lint.Type) -> String { type.id }

    package static func entry(of type: any Lint.Type) -> CatalogueEntry {
        let moments = type.stages.map { stage in
            switch stage {
            case .prepared: "before the first trial"
            case .chosen: "before the sealed test is opened"
            case .finished: "once the sealed test has been measured"
            }
        }
        return CatalogueEntry(
            type.id, summary: type.pitfall,
            facts: [CatalogueEntry.Fact("checked", moments.joined(separator: ", "))])
    }

    /// The lints of this module.
    package static let standard = Lints([
        FutureInTraining.self,
        BackdatedTimes.self,
        PartialWeek.self,
        InjectionsMeet.self,
        DuplicatesAcrossTheCut.self,
        TwinIdentities.self,
        RowsRepeated.self,
        ScoresDependOnTest.self,
        LearnsFromTestLabels.self,
        FollowsNames.self,
        LateAllowList.self,
        TunedOnReported.self,
        SharedLatentModel.self,
        IdentityLeak.self,
        EasyInjection.self,
        EasyWindows.self,
        UneventfulLife.self,
        FewAttacks.self,
        UnscorableDropped.self,
        TooGoodToBeTrue.self,
        ShortcutWindows.self,
        BestOfManySeeds.self,
    ])

    /// Checks that no experiment can fail, because they are of the program itself: `accesslab doctor` makes them on a
    /// small experiment.
    package static let selfChecks = Lints([
        FittedOnEverything.self,
        WindowAcrossTheCut.self,
        LabelDependentFilter.self,
        OrderAndNumbers.self,
        SameModelWithoutTest.self,
        TiesByInputOrder.self,
        WindowsSeeLaterDays.self,
    ])

    /// Checks an experiment on one dataset by the lints of a stage. A lint that cannot be tried, because no model can
    /// be fitted, warns.
    ///
    /// - Parameter progress: told the fraction of the lints that are done, from 0 on.
    /// - Throws: `CancellationError`.
    package func check(
        _ subject: LintSubject, at stage: LintStage, progress: (Double) -> Void = { _ in }
    ) throws -> [LintReport] {
        let types = all.filter { $0.stages.contains(stage) }
        return try types.enumerated().map { index, type in
            progress(Double(index) / Double(types.count))
            let finding: LintFinding
            do {
                finding = try type.init().check(subject)
            } catch let error as CancellationError {
                throw error
            } catch {
                finding = .warning("this could not be checked: \(error)")
            }
            return LintReport(
                lint: type.id, pitfall: type.pitfall, dataset: subject.dataset, verdict: finding.verdict,
                evidence: finding.evidence)
        }
    }
}
