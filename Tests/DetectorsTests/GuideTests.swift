import ContractTesting
import Detectors
import Foundation
import Parameters
import Testing

@Suite("The guide to the detectors")
struct GuideTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Detectors/Detectors.docc")

    private static let sections = ["Idea", "Formula", "Source", "Parameters", "Cost", "Wins when", "Fails when"]
    /// What every detector has and one article explains.
    private static let shared: Set = ["normalization", "calibration"]

    @Test("has an article on each, with all sections", arguments: Detectors.standard.ids)
    func sections(id: String) throws {
        let text = try article(on: id)
        #expect(text.hasPrefix("# \(id)\n"))
        for section in Self.sections { #expect(text.contains("\n## \(section)\n"), "\(id) lacks '\(section)'") }
    }

    @Test("names every parameter, and none that there is not", arguments: Detectors.standard.ids)
    func parameters(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        let named = try article(on: id).matches(of: #/\n\| `([a-z_]+)` \|/#).map { String($0.1) }
        #expect(Set(named) == Set(type.parameters.map(\.name)).subtracting(Self.shared))
    }

    @Test("says of a parameter what the detector says", arguments: Detectors.standard.ids)
    func meanings(id: String) throws {
        let type = try Detectors.standard.type(of: id)
        let rows = try article(on: id).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let told = rows.map { $0.split(separator: " | ")[3] }.map(String.init)
        #expect(Set(told) == Set(type.parameters.filter { !Self.shared.contains($0.name) }.map(\.summary)))
    }

    @Test("is linked from its first page", arguments: Detectors.standard.ids)
    func linked(id: String) throws {
        let page = try String(contentsOf: Self.folder.appendingPathComponent("Detectors.md"), encoding: .utf8)
        #expect(page.contains("- <doc:\(id)-detector>"))
    }

    private func article(on id: String) throws -> String {
        try String(contentsOf: Self.folder.appendingPathComponent("\(id)-detector.md"), encoding: .utf8)
    }
}
