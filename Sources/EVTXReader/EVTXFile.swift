import CEVTX
import Files
import LogImport

/// A binary event log that is open. Used by one thread at a time.
final class EVTXFile {
    private var file: UnsafeMutablePointer<libevtx_file_t>?
    /// The number of records that the file says it holds.
    let count: Int
    /// What is wrong with the file as a whole; nil where it is whole.
    let damage: String?

    /// The largest event that is looked at, as XML, in bytes.
    private let largestEvent: Int

    /// - Parameter limits: how long an event may be as XML.
    /// - Throws: ``DamagedInput`` where the file cannot be opened.
    init(path: String, limits: InputLimits) throws {
        largestEvent = limits.recordBytes
        var file: UnsafeMutablePointer<libevtx_file_t>?
        var error: UnsafeMutablePointer<libevtx_error_t>?
        defer { libevtx_error_free(&error) }
        guard libevtx_file_initialize(&file, &error) == 1 else {
            throw DamagedInput(reason: "there is not enough memory to read the event log")
        }
        guard libevtx_file_open(file, path, accesslab_evtx_open_read(), &error) == 1 else {
            libevtx_file_free(&file, nil)
            throw DamagedInput(reason: "its header or first chunk is damaged, libevtx cannot open it")
        }
        var count: Int32 = 0
        if libevtx_file_get_number_of_records(file, &count, &error) != 1 { count = 0 }
        self.count = Int(max(count, 0))
        let expected = EVTXChunks.recordCount(ofFile: path) ?? 0
        if libevtx_file_is_corrupted(file, nil) == 1 {
            damage = "parts of the event log are damaged"
        } else if self.count < expected {
            damage = "its chunks say that they hold \(expected) records, of which only \(self.count) were found"
        } else {
            damage = nil
        }
        self.file = file
    }

    deinit {
        libevtx_file_close(file, nil)
        libevtx_file_free(&file, nil)
    }

    /// The record at an index, counted from zero.
    func record(at index: Int) -> LogRecord {
        var record: UnsafeMutablePointer<libevtx_record_t>?
        defer { libevtx_record_free(&record, nil) }
        guard libevtx_file_get_record_by_index(file, Int32(clamping: index), &record, nil) == 1 else {
            return .malformed("libevtx cannot read the record.")
        }
        var eventID: UInt32 = 0
        guard libevtx_record_get_event_identifier(record, &eventID, nil) == 1 else {
            return .malformed("libevtx cannot read the record's event id.")
        }
        // Most events are no share events: their XML is never made.
        guard ShareEvent.Kind(rawValue: Int(eventID)) != nil else { return .other }
        var size = 0
        guard libevtx_record_get_utf8_xml_string_size(record, &size, nil) == 1, size > 1 else {
            return .malformed("libevtx cannot read the event.")
        }
        guard size <= largestEvent else {
            return .malformed("the record is longer than \(largestEvent) bytes.")
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { xml in
            guard libevtx_record_get_utf8_xml_string(record, xml.baseAddress, size, nil) == 1 else {
                return .malformed("libevtx cannot read the event.")
            }
            // The text ends in a zero.
            return LogRecord(eventXML: UnsafeBufferPointer(rebasing: xml[..<(size - 1)]))
        }
    }
}
