import AccessLogs
import Foundation
import Testing

@Suite("The options of an import")
struct ImportOptionsTests {
    @Test("whether remains count is written down only where they do, as cards of earlier versions have it")
    func remains() throws {
        var options = ImportOptions()
        let plain = try JSONEncoder().encode(options)
        #expect(!String(decoding: plain, as: UTF8.self).contains("carve"))
        #expect(try JSONDecoder().decode(ImportOptions.self, from: plain) == options)
        options.carvesRemains = true
        let carving = try JSONDecoder().decode(ImportOptions.self, from: try JSONEncoder().encode(options))
        #expect(carving == options && carving.carvesRemains)
        options.carvesRemains = false
        #expect(options == ImportOptions())
    }
}
