import Files
import Foundation
import TestSupport

/// A folder of logs for one test.
struct Folder {
    private let folder = TemporaryFolder()

    var input: InputPath { .path(folder.url.path) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: folder[name])
    }

    subscript(_ name: String) -> InputPath { .path(folder[name].path) }
}

extension Folder {
    /// Compresses a file, to its name with `.gz`.
    func compress(_ name: String) throws {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", folder[name].path]
        try gzip.run()
        gzip.waitUntilExit()
    }
}
