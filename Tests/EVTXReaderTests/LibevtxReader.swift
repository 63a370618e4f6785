import CEVTX
import Files
import LogImport

/// The same logs as libevtx reads them: https://github.com/libyal/libevtx.
struct LibevtxReader: LogReader {
    static let id = "libevtx"
    static let summary = "binary Windows event logs, by libevtx"

    func recognizes(_ head: InputHead) -> Bool {
        head.starts(with: "ElfFile\0".utf8)
    }

    func read(_ source: InputSource, emit: LogRecordHandler) throws {
        try source.withFile { path in
            var file: UnsafeMutablePointer<libevtx_file_t>?
            guard libevtx_file_initialize(&file, nil) == 1,
                libevtx_file_open(file, path, accesslab_evtx_open_read(), nil) == 1
            else {
                libevtx_file_free(&file, nil)
                throw DamagedInput(reason: "libevtx cannot open it")
            }
            defer {
                libevtx_file_close(file, nil)
                libevtx_file_free(&file, nil)
            }
            var count: Int32 = 0
            guard libevtx_file_get_number_of_records(file, &count, nil) == 1 else { return }
            for index in 0..<count { try emit(Self.record(at: index, of: file), Int(index) + 1) }
        }
    }

    private static func record(at index: Int32, of file: UnsafeMutablePointer<libevtx_file_t>?) -> LogRecord {
        var record: UnsafeMutablePointer<libevtx_record_t>?
        defer { libevtx_record_free(&record, nil) }
        var eventID: UInt32 = 0, size = 0
        guard libevtx_file_get_record_by_index(file, index, &record, nil) == 1,
            libevtx_record_get_event_identifier(record, &eventID, nil) == 1
        else { return .malformed("libevtx cannot read the record.") }
        guard ShareEvent.Kind(rawValue: Int(eventID)) != nil else { return .other }
        guard libevtx_record_get_utf8_xml_string_size(record, &size, nil) == 1, size > 1 else {
            return .malformed("libevtx cannot read the event.")
        }
        var xml = [UInt8](repeating: 0, count: size)
        guard libevtx_record_get_utf8_xml_string(record, &xml, size, nil) == 1 else {
            return .malformed("libevtx cannot read the event.")
        }
        // The text ends in a zero.
        return xml.withUnsafeBufferPointer { LogRecord(eventXML: UnsafeBufferPointer(rebasing: $0.dropLast())) }
    }
}
