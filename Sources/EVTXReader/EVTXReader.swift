package import Files
package import LogImport

/// Binary Windows event logs (`.evtx`), read through libevtx.
package struct EVTXReader: LogReader {
    package static let id = "evtx"
    package static let summary = "binary Windows event logs (EVTX)"

    package init() {}

    package func recognizes(_ head: InputHead) -> Bool {
        head.starts(with: "ElfFile\0".utf8)
    }

    package func read(_ source: InputSource, emit: LogRecordHandler) throws {
        try source.withFile { path in
            let file = try EVTXOpening.open(path, limits: source.limits, check: source.checkCancellation)
            for index in 0..<file.count {
                if index & 0x3F == 0 { try source.checkCancellation() }
                try emit(file.record(at: index), index + 1)
            }
            if let damage = file.damage { throw DamagedInput(reason: damage) }
        }
    }
}
