package import Comparisons
package import Evaluation
package import LogImport
package import Parameters
package import Studies

/// The sections of the report on one kind of subject, in the order in which they are read.
package struct ReportSections<Subject>: Registry {
    package static var noun: String { "section of a report" }
    package let all: [any ReportSection<Subject>]

    package init(_ all: [any ReportSection<Subject>]) {
        self.all = all
    }

    package static func id(of section: any ReportSection<Subject>) -> String { type(of: section).id }

    package func document(on subject: Subject, title: String? = nil) -> Document {
        Document(title: title, all.flatMap { $0.sections(on: subject) })
    }
}

extension ReportSections<StudyResult> {
    package static var standard: Self {
        Self([
            DatasetResults(ReportSections<StudiedDataset>.standard.all), AcrossDatasets(), RankingNotes(),
            LintFindings(),
        ])
    }
}

extension ReportSections<StudiedDataset> {
    package static var standard: Self {
        Self([Leaderboard(), BestAlgorithms(), WinnerMeasurements(), WinnerInUse(), TestOpenings()])
    }
}

extension ReportSections<StudyComparison> {
    package static var standard: Self {
        Self([
            ComparedAlgorithms(), ComparedByDataset(), ComparedPairs(), ComparedReplicates(),
            VariationSources(), ComparisonNotes(),
        ])
    }
}

extension ReportSections<CaseComparison> {
    package static var standard: Self {
        Self([ComparedCases(ReportSections<TableEvaluation>.standard.all)])
    }
}

extension ReportSections<TableEvaluation> {
    package static var standard: Self {
        Self([MeasuredFiles(), ComparedFiles()])
    }
}

extension ReportSections<DescribedDataset> {
    package static var standard: Self {
        Self([DatasetFacts(), DatasetQuantiles(), DatasetHubs(), DatasetDifficulties()])
    }
}

extension ReportSections<ImportSummary> {
    package static var standard: Self {
        Self([ImportFacts()])
    }
}
