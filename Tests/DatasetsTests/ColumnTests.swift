import AccessLogs
import Datasets
import Files
import Testing
import TestSupport

@Suite("A column of a tensor file")
struct ColumnTests {
    @Test("of strings keeps empty and non-ASCII strings")
    func strings() throws {
        let strings = ["", "plain", "Zoë", "", "日本語", "e\u{301}", "\0"]
        var file = TensorFile([:])
        file.setStrings(strings, "names")
        #expect(try file.strings("names").map { Array($0.unicodeScalars) } == strings.map { Array($0.unicodeScalars) })
    }

    @Test("of a vocabulary keeps the names in their order")
    func vocabulary() throws {
        let names = [("b", "z"), ("a", "z"), ("b", "a")].map { TenantName(tenant: $0, name: $1) }
        var file = TensorFile([:])
        file.setVocabulary(Vocabulary(names), "users")
        #expect(try file.vocabulary("users").names == names)
    }

    @Test("of strings that are no UTF-8 is refused")
    func invalidUTF8() {
        var file = TensorFile([:])
        file.setStrings(["ab", "c"], "names")
        for bytes: [UInt8] in [[0xFF, 0x41, 0x42], [0x41, 0xC3, 0xA9], [0xED, 0xA0, 0x80]] {
            file.tensors["names"] = Tensor(.uint8(bytes))
            #expect(throws: FileError.self) { try file.strings("names") }
        }
    }

    @Test(
        "of strings with offsets that do not ascend from the first byte to the last is refused",
        arguments: [[], [0], [0, 2], [1, 3], [0, 4], [0, 2, 1, 3], [-1, 3], [0, .max], [0, .min, 3]] as [[Int64]])
    func offsets(_ offsets: [Int64]) {
        let file = TensorFile(["names": Tensor(.uint8([65, 66, 67])), "names.offsets": Tensor(.int64(offsets))])
        #expect(throws: FileError.self) { try file.strings("names") }
    }

    @Test("of another name, type or length is refused, and the message names it")
    func mismatches() throws {
        let file = TensorFile(["weight": Tensor(.int32([1, 2]))])
        #expect(try file.int32("weight", count: 2) == [1, 2])
        #expect(message { try file.float32("weight") }?.contains("'weight'") == true)
        #expect(message { try file.int64("weight") }?.contains("'weight'") == true)
        #expect(message { try file.uint8("weight") }?.contains("'weight'") == true)
        #expect(message { try file.int32("time") }?.contains("'time'") == true)
        #expect(message { try file.int32("weight", count: 3) }?.contains("2 rows, expected 3") == true)
    }
}
