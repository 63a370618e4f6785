import Comparisons
import LogImport
@testable import Reports
import Studies
import Testing

@Suite("The sections of reports")
struct ReportSectionsTests {
    private func check<Subject>(_ sections: ReportSections<Subject>, on subject: Subject) {
        let ids = sections.all.map { type(of: $0).id }
        #expect(!ids.isEmpty && Set(ids).count == ids.count)
        for (id, section) in zip(ids, sections.all) {
            #expect(id.allSatisfy { $0.isLowercase || $0 == "-" }, "\(id)")
            let made = ReportSections<Subject>([section]).document(on: subject)
            #expect(!made.sections.isEmpty, "\(id) says nothing")
            for format in ReportFormat.allCases {
                let text = made.text(in: format)
                #expect(text.hasSuffix("\n"), "\(id) in \(format)")
                #expect(!text.contains("Optional("), "\(id) in \(format)")
            }
        }
        let whole = sections.document(on: subject, title: "All")
        #expect(whole.sections.count >= ids.count)
    }

    @Test("on a study are written in every format")
    func study() throws {
        let study = try Subjects.all.get().study
        check(.standard, on: study)
        for dataset in study.datasets { check(.standard, on: StudiedDataset(dataset, of: study)) }
    }

    @Test("say which innocent events raise alerts, where they are known")
    func innocent() throws {
        let study = try Subjects.all.get().study
        let texts = study.datasets.map { dataset in
            ReportSections<StudiedDataset>([WinnerMeasurements()]).document(on: StudiedDataset(dataset, of: study))
                .text(in: .terminal)
        }
        #expect(texts.map { $0.contains("innocent events") && $0.contains("share-rollout") } == [false, true])
        #expect(texts[1].contains("of these with an alert, 10 a day"))
    }

    @Test("on a comparison are written in every format")
    func comparison() throws {
        check(.standard, on: try Subjects.all.get().comparison)
    }

    @Test("on scored rows, and on the cases of studies, are written in every format")
    func cases() throws {
        let cases = try Subjects.all.get().cases
        check(.standard, on: cases)
        for dataset in cases.datasets { check(.standard, on: dataset.evaluation) }
    }

    @Test("on a dataset and on an import are written in every format")
    func dataset() throws {
        let subjects = try Subjects.all.get()
        check(.standard, on: subjects.dataset)
        check(.standard, on: subjects.imported)
    }

    @Test("records that are left from earlier times are counted, and those among them that are spoiled")
    func carved() {
        var summary = ImportSummary()
        #expect(!text(of: summary).contains("carved"))
        summary.remarks.carved = 1200
        #expect(text(of: summary).contains("1,200 records from the unused room of binary event logs |"))
        summary.remarks.spoiledRemains = 3
        #expect(text(of: summary).contains("event logs, of which 3 cannot be understood and do not count"))
    }

    private func text(of summary: ImportSummary) -> String {
        ReportSections<ImportSummary>.standard.document(on: summary).text(in: .markdown)
    }
}
