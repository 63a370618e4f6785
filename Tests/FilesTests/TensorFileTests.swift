import Files
import Foundation
import Testing
import TestSupport

@Suite("A tensor file")
struct TensorFileTests {
    let folder = TemporaryFolder()

    private static let example = TensorFile([
        "factors": Tensor(
            shape: [2, 3], .float32([0, -1.5, .pi, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1])),
        "indices": Tensor(.int32([.min, -1, 0, .max])),
        "times": Tensor(.int64([.min, -1, 0, .max])),
        "bytes": Tensor(.uint8([0, 127, 255])),
        "nothing": Tensor(shape: [0, 4], .float32([])),
        "scalar": Tensor(shape: [], .int32([7])),
    ])

    @Test("gives back the types, shapes and elements that were written")
    func roundTrip() throws {
        try Self.example.write(to: folder["a"])
        #expect(try TensorFile(contentsOf: folder["a"]).tensors == Self.example.tensors)
    }

    @Test("has the same bytes for the same tensors")
    func stableBytes() throws {
        try Self.example.write(to: folder["a"])
        try TensorFile(Self.example.tensors).write(to: folder["b"])
        #expect(try Data(contentsOf: folder["a"]) == Data(contentsOf: folder["b"]))
    }

    @Test("is a safetensors file: a header length, JSON with types, shapes and offsets, then the bytes without a gap")
    func format() throws {
        try Self.example.write(to: folder["a"])
        let data = try Data(contentsOf: folder["a"])
        let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        #expect(length % 8 == 0)
        #expect(data[8] == UInt8(ascii: "{"))
        let parsed = try JSONSerialization.jsonObject(with: data[8..<8 + length])
        let header = try #require(parsed as? [String: [String: Any]])
        #expect(Set(header.keys) == Set(Self.example.tensors.keys))
        #expect(header["factors"]?["dtype"] as? String == "F32")
        #expect(header["factors"]?["shape"] as? [Int] == [2, 3])
        #expect(header["indices"]?["dtype"] as? String == "I32")
        #expect(header["times"]?["dtype"] as? String == "I64")
        #expect(header["bytes"]?["dtype"] as? String == "U8")
        let offsets = header.values.compactMap { $0["data_offsets"] as? [Int] }.sorted {
            ($0[0], $0[1]) < ($1[0], $1[1])
        }
        #expect(offsets.first?[0] == 0)
        #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0[1] == $1[0] })
        #expect(offsets.last?[1] == data.count - 8 - length)
        let start = 8 + length + (try #require(header["indices"]?["data_offsets"] as? [Int]))[0]
        #expect(Array(data[start..<start + 8]) == [0, 0, 0, 128, 255, 255, 255, 255])
    }

    @Test("may carry the metadata that other programs write")
    func metadata() throws {
        let header = #"{"__metadata__":{"format":"pt"},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#
        try tensorBytes(header: header, body: [3, 4]).write(to: folder["a"])
        #expect(try TensorFile(contentsOf: folder["a"]).tensors == ["a": Tensor(.uint8([3, 4]))])
    }

    @Test("whose tensors overlap is refused")
    func overlap() throws {
        let header =
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#
        try tensorBytes(header: header, body: [3, 4, 5]).write(to: folder["a"])
        #expect(throws: FileError.self) { try TensorFile(contentsOf: folder["a"]) }
    }

    @Test("that is a pipe is refused, and not waited for")
    func pipe() throws {
        #expect(mkfifo(folder["a"].path, 0o600) == 0)
        #expect(throws: FileError.self) { try TensorFile(contentsOf: folder["a"]) }
    }

    @Test("that is cut short anywhere is refused")
    func truncated() throws {
        try Self.example.write(to: folder["a"])
        let data = try Data(contentsOf: folder["a"])
        for length in 0..<data.count {
            try data.prefix(length).write(to: folder["cut"])
            #expect(throws: FileError.self, "cut to \(length) bytes") { try TensorFile(contentsOf: folder["cut"]) }
        }
    }

    @Test("with any byte changed is read or refused, and never anything else")
    func flipped() throws {
        try Self.example.write(to: folder["a"])
        let data = try Data(contentsOf: folder["a"])
        for offset in data.indices {
            var changed = data
            changed[offset] ^= 0x15
            try changed.write(to: folder["b"])
            do { _ = try TensorFile(contentsOf: folder["b"]) } catch { #expect(error is FileError) }
        }
    }

    @Test(
        "whose header lies about its own length is refused",
        arguments: [UInt64.max, 1 << 63, 1 << 62, UInt64(Int32.max), 1000])
    func headerLength(length: UInt64) throws {
        try tensorBytes(header: "{}", headerLength: length).write(to: folder["a"])
        #expect(throws: FileError.self) { try TensorFile(contentsOf: folder["a"]) }
    }

    @Test(
        "whose header makes no sense is refused",
        arguments: [
            "", "[]", "nonsense", "{\"a\":1}", "{\"a\":{}}", "{\"\u{FFFD}",
            tensor(dtype: "F64"), tensor(dtype: "F32"), tensor(dtype: ""),
            tensor(shape: "[3]"), tensor(shape: "[]"), tensor(shape: "[-8]"), tensor(shape: "[-2,-4]"),
            tensor(shape: "[8.5]"), tensor(shape: "[1e30]"), tensor(shape: "[9223372036854775807,2]"),
            tensor(shape: "[4294967296,4294967296]"), tensor(shape: "[2305843009213693953,8]"),
            tensor(dtype: "I64", shape: "[2305843009213693953]"),
            tensor(offsets: "[0]"), tensor(offsets: "[0,8,8]"), tensor(offsets: "[-8,0]"), tensor(offsets: "[8,0]"),
            tensor(offsets: "[0,9]"), tensor(offsets: "[1,9]"),
            tensor(offsets: "[9223372036854775799,9223372036854775807]"),
            tensor(offsets: "[-9223372036854775808,9223372036854775807]"),
        ])
    func header(_ header: String) throws {
        try tensorBytes(header: header, body: [UInt8](repeating: 1, count: 8)).write(to: folder["a"])
        #expect(throws: FileError.self) { try TensorFile(contentsOf: folder["a"]) }
    }

    /// A header of one tensor that fills eight bytes, unless it is told otherwise.
    private static func tensor(dtype: String = "U8", shape: String = "[8]", offsets: String = "[0,8]") -> String {
        "{\"a\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
    }

    @Test("that is missing is named in the message")
    func missing() throws {
        let sentence = try #require(message { try TensorFile(contentsOf: folder["gone"]) })
        #expect(sentence.contains(folder["gone"].path))
        #expect(sentence.contains("No such file"))
    }

    @Test("in a folder that does not exist cannot be written, and the message names it")
    func unwritable() throws {
        let sentence = try #require(message { try Self.example.write(to: folder["no/such/folder"]) })
        #expect(sentence.contains(folder["no/such/folder"].path))
    }
}

/// The bytes of a tensor file with any header, however wrong.
private func tensorBytes(header: String, body: [UInt8] = [], headerLength: UInt64? = nil) -> Data {
    var data = withUnsafeBytes(of: (headerLength ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
    data.append(contentsOf: header.utf8)
    data.append(contentsOf: body)
    return data
}
