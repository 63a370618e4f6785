public import Comparisons
public import Evaluation
public import LogImport
public import Studies

/// The sections of the report on one kind of subject, in the order in which they are read.
public struct ReportSections<Subject>: Sendable {
    public let all: [any ReportSection<Subject>]

    public init(_ all: [any ReportSection<Subject>]) {
        self.all = all
    }

    public func document(on subject: Subject, title: String? = nil) -> Document {
        Document(title: title, all.flatMap { $0.sections(on: subject) })
    }
}

extension ReportSections<StudyResult> {
    public static var standard: Self {
        Self([DatasetResults(ReportSections<StudiedDataset>.standard.all), RankingNotes(), LintFindings()])
    }
}

extension ReportSections<StudiedDataset> {
    public static var standard: Self {
        Self([Leaderboard(), WinnerMeasurements(), WinnerInUse(), TestOpenings()])
    }
}

extension ReportSections<StudyComparison> {
    public static var standard: Self {
        Self([
            ComparedAlgorithms(), ComparedByDataset(), ComparedPairs(), ComparedReplicates(),
            VariationSources(), ComparisonNotes(),
        ])
    }
}

extension ReportSections<CaseComparison> {
    public static var standard: Self {
        Self([ComparedCases(ReportSections<TableEvaluation>.standard.all)])
    }
}

extension ReportSections<TableEvaluation> {
    public static var standard: Self {
        Self([MeasuredFiles(), ComparedFiles()])
    }
}

extension ReportSections<DescribedDataset> {
    public static var standard: Self {
        Self([DatasetFacts(), DatasetQuantiles(), DatasetHubs(), DatasetDifficulties()])
    }
}

extension ReportSections<ImportSummary> {
    public static var standard: Self {
        Self([ImportFacts()])
    }
}
