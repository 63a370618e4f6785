import Files

/// What stands before the message in a line of syslog, by RFC 3164, RFC 5424 or with a time in ISO 8601.
struct SyslogHeader {
    /// As it is spelled; without a year where the line has the form of RFC 3164.
    var time: Substring
    var host: Substring
    /// The name of the program; empty where the line says none.
    var program: Substring
    var message: Substring

    /// - Returns: nil where a line does not begin with a time and a host.
    init?(_ line: String) {
        var rest = line[...]
        if rest.hasPrefix("<"), let end = rest.prefix(6).firstIndex(of: ">") { rest = rest[rest.index(after: end)...] }
        let isNumbered = rest.hasPrefix("1 ")
        if isNumbered { rest = rest.dropFirst(2) }
        if let first = rest.utf8.first, 48...57 ~= first {
            guard let end = rest.firstIndex(of: " ") else { return nil }
            time = rest[..<end]
            guard time.utf8.count >= 10 else { return nil }
            rest = rest[end...].drop { $0 == " " }
        } else {
            // "Mar  5 08:00:00", fifteen characters, perhaps with a year behind.
            guard let colon = rest.prefix(24).lastIndex(of: ":"),
                let end = rest[colon...].firstIndex(of: " "), rest.distance(from: rest.startIndex, to: end) >= 12
            else { return nil }
            time = rest[..<end]
            rest = rest[end...].drop { $0 == " " }
            let word = rest.prefix { $0 != " " }
            if word.utf8.count == 4, word.allSatisfy(\.isNumber) {
                time = line[time.startIndex..<word.endIndex]
                rest = rest[word.endIndex...].drop { $0 == " " }
            }
        }
        guard let hostEnd = rest.firstIndex(of: " ") else { return nil }
        host = rest[..<hostEnd]
        rest = rest[hostEnd...].drop { $0 == " " }
        if isNumbered {
            // Program, process, kind of message, structured data.
            let words = rest.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
            guard words.count == 4 else { return nil }
            program = words[0]
            message = words[3].hasPrefix("-") ? words[3].dropFirst() : words[3]
            if message.hasPrefix("["), let end = message.firstIndex(of: "]") {
                message = message[message.index(after: end)...]
            }
            message = message.drop { $0 == " " }
            return
        }
        let tag = rest.prefix { $0 != " " }
        if tag.hasSuffix(":") {
            program = tag.dropLast().prefix { $0 != "[" }
            message = rest[tag.endIndex...].drop { $0 == " " }
        } else {
            program = ""
            message = rest
        }
    }
}
