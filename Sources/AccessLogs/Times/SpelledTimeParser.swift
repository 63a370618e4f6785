/// Reads times that consist of numbers, names of months and signs, as people and programs of many places write them.
struct SpelledTimeParser {
    private enum Token: Equatable {
        case number(Int64, digits: Int)
        /// Letters, in lower case.
        case word(String)
        case sign(UInt8)
    }

    private var tokens: [Token] = []
    private var place = 0
    private let order: DateOrder?
    private let year: Int?
    private var ambiguous: SpelledTime?

    private static let mostTokens = 32

    init(_ text: UnsafeBufferPointer<UInt8>, order: DateOrder?, year: Int?) {
        self.order = order
        self.year = year
        var position = 0
        while position < text.count, tokens.count < Self.mostTokens {
            let byte = text[position]
            switch byte {
            case 48...57:
                var value: Int64 = 0, digits = 0
                while position < text.count, text[position] >= 48, text[position] <= 57 {
                    if digits < 18 { value = 10 * value + Int64(text[position] - 48) }
                    digits += 1
                    position += 1
                }
                tokens.append(.number(value, digits: digits))
            case 65...90, 97...122:
                var word: [UInt8] = []
                while position < text.count, text[position] | 0x20 >= 97, text[position] | 0x20 <= 122 {
                    word.append(text[position] | 0x20)
                    position += 1
                }
                tokens.append(.word(String(decoding: word, as: UTF8.self)))
            case ...32:
                position += 1
            case 0x80...:
                // A space that does not break, a mark of the direction of writing; the a-umlaut of a month.
                if byte == 0xC3, position + 1 < text.count, text[position + 1] | 0x20 == 0xA4 {
                    tokens.append(.word("ä"))
                    position += 2
                } else if byte == 0xC2, position + 1 < text.count, text[position + 1] == 0xA0 {
                    position += 2
                } else if byte == 0xE2, position + 2 < text.count, text[position + 1] == 0x80 {
                    position += 3
                } else {
                    tokens = []
                    return
                }
            default:
                tokens.append(.sign(byte))
                position += 1
            }
        }
        if position < text.count { tokens = [] }
    }

    mutating func time() -> SpelledTime? {
        guard !tokens.isEmpty else { return nil }
        if let compact = compactTime() { return place == tokens.count ? compact : nil }
        place = 0
        skipWeekday()
        var date = date()
        var clock: Int64 = 0
        if place < tokens.count, place > 0 {
            skipToClock()
            if isNumber(place) {
                guard let time = clockTime() else { return nil }
                clock = time
            }
        }
        let zone = zone()
        if case .missingYear(let month, let day)? = date {
            guard let year = number(4...4) ?? year.map(Int64.init) else {
                return place == tokens.count ? .withoutYear : nil
            }
            date = Self.day(year, month, day).map { .day($0) }
        }
        let laterZone = zone == nil ? self.zone() : nil
        guard place == tokens.count, case .day(let day)? = date else { return nil }
        if let ambiguous { return ambiguous }
        let offset = zone ?? laterZone
        let time = Timestamp(microseconds: day * Timestamp.day + clock - (offset ?? 0))
        guard Timestamp.range.contains(time) else { return nil }
        return offset == nil ? .local(time) : .instant(time)
    }

    private enum FoundDate {
        /// Days since 1970.
        case day(Int64)
        case missingYear(month: Int64, day: Int64)
    }

    // MARK: - Tokens

    private func isNumber(_ place: Int) -> Bool {
        guard place < tokens.count, case .number = tokens[place] else { return false }
        return true
    }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int64? {
        guard place < tokens.count, case .number(let value, let count) = tokens[place], digits.contains(count)
        else { return nil }
        place += 1
        return value
    }

    private mutating func sign(_ signs: String) -> UInt8? {
        guard place < tokens.count, case .sign(let sign) = tokens[place], signs.utf8.contains(sign) else { return nil }
        place += 1
        return sign
    }

    private mutating func word(_ words: Set<String>) -> String? {
        guard place < tokens.count, case .word(let word) = tokens[place], words.contains(word) else { return nil }
        place += 1
        return word
    }

    // MARK: - Dates

    private mutating func skipWeekday() {
        guard place < tokens.count, case .word(let word) = tokens[place], word.utf8.count >= 3,
            Self.weekdays.contains(where: { $0.hasPrefix(word) })
        else { return }
        place += 1
        _ = sign(",.")
    }

    private mutating func month() -> Int64? {
        guard place < tokens.count, case .word(var word) = tokens[place] else { return nil }
        var taken = 1
        // Mär, März: the umlaut is a word of its own.
        if word == "m", place + 1 < tokens.count, tokens[place + 1] == .word("ä") {
            word = "mar"
            taken = 2
            if place + 2 < tokens.count, case .word = tokens[place + 2] { taken = 3 }
        }
        guard word.utf8.count >= 3,
            let index = Self.months.firstIndex(where: { $0.contains { $0.hasPrefix(word) } })
        else { return nil }
        place += taken
        _ = sign(".")
        return Int64(index + 1)
    }

    private mutating func date() -> FoundDate? {
        let start = place
        if let month = month() {
            guard let day = number(1...2) else { return nil }
            _ = sign(",")
            guard let year = number(4...4) else { return .missingYear(month: month, day: day) }
            return Self.day(year, month, day).map { .day($0) }
        }
        guard place < tokens.count, case .number(let first, let digits) = tokens[place] else { return nil }
        place += 1
        let separator = sign("-/.")
        if digits == 4 {
            if let week = weekDate(first) { return week }
            guard separator != nil, let month = month() ?? number(1...2), sign("-/.") != nil, let day = number(1...2)
            else { return nil }
            _ = sign(".")
            return Self.day(first, month, day).map { .day($0) }
        }
        guard digits <= 2 else { return nil }
        if let month = month() {
            _ = sign("-/.,")
            guard let year = number(4...4) else { return nil }
            return Self.day(year, month, first).map { .day($0) }
        }
        guard let separator, let second = number(1...2), sign(String(UnicodeScalar(separator))) != nil,
            let year = number(4...4)
        else {
            place = start
            return nil
        }
        // With full stops the day stands first wherever dates are so written.
        return day(first, second, year, isDayFirst: separator == UInt8(ascii: ".") ? true : nil).map { .day($0) }
    }

    private mutating func day(_ first: Int64, _ second: Int64, _ year: Int64, isDayFirst known: Bool?) -> Int64? {
        let isDayFirst = known ?? order.map { $0 == .dayFirst } ?? (first > 12 ? true : second > 12 ? false : nil)
        guard let isDayFirst else {
            ambiguous = .ambiguous(year: year, first: first, second: second)
            return Self.day(year, first, second) ?? Self.day(year, second, first)
        }
        return isDayFirst ? Self.day(year, second, first) : Self.day(year, first, second)
    }

    /// `2024-W10-2` behind its year and its first sign.
    private mutating func weekDate(_ year: Int64) -> FoundDate? {
        guard word(["w"]) != nil else { return nil }
        guard let week = number(2...2), (1...53).contains(week), (1601...9998).contains(year) else { return nil }
        _ = sign("-")
        guard let weekday = number(1...1), (1...7).contains(weekday) else { return nil }
        // The fourth of January lies in the first week.
        let fourth = Timestamp.dayNumber(year: year, month: 1, day: 4)
        let monday = fourth - (fourth + 3) % 7
        return .day(monday + (week - 1) * 7 + weekday - 1)
    }

    /// `20240305T080000Z`, or WMI's `20240305080000.000000+060`, whose zone is in minutes.
    private mutating func compactTime() -> SpelledTime? {
        guard case .number(let value, let digits) = tokens[0] else { return nil }
        place = 1
        var date: Int64, clock: Int64
        if digits == 14, tokens.count > 3, sign(".") != nil, let decimals = decimals() {
            (date, clock) = (value / 1_000_000, value % 1_000_000)
            guard let sign = sign("+-"), let minutes = number(3...3),
                let day = Self.day(date / 10_000, date / 100 % 100, date % 100),
                let time = Self.clock(clock / 10_000, clock / 100 % 100, clock % 100)
            else { return nil }
            let offset = (sign == UInt8(ascii: "-") ? -minutes : minutes) * 60_000_000
            return .instant(Timestamp(microseconds: day * Timestamp.day + time + decimals - offset))
        }
        guard digits == 8, word(["t"]) != nil, place < tokens.count, case .number(let time, let count) = tokens[place],
            count == 6 || count == 4, let day = Self.day(value / 10_000, value / 100 % 100, value % 100)
        else { return nil }
        place += 1
        (date, clock) = (day, count == 6 ? time : 100 * time)
        guard var microseconds = Self.clock(clock / 10_000, clock / 100 % 100, clock % 100) else { return nil }
        if sign(".,") != nil {
            guard let decimals = decimals() else { return nil }
            microseconds += decimals
        }
        let zone = zone()
        let timestamp = Timestamp(microseconds: date * Timestamp.day + microseconds - (zone ?? 0))
        return zone == nil ? .local(timestamp) : .instant(timestamp)
    }

    private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1601...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Timestamp.days(in: month, of: year)
        else { return nil }
        return Timestamp.dayNumber(year: year, month: month, day: day)
    }

    // MARK: - Times of day

    private mutating func skipToClock() {
        while sign(",@:") != nil || word(["t", "at", "um"]) != nil {}
    }

    /// Microseconds since midnight; 24:00 is the end of the day.
    private mutating func clockTime() -> Int64? {
        guard let hour = number(1...2), let separator = sign(":."), let minute = number(2...2) else { return nil }
        var second: Int64 = 0, fraction: Int64 = 0
        if sign(String(UnicodeScalar(separator))) != nil {
            guard let found = number(2...2) else { return nil }
            second = found
            if sign(".,:") != nil {
                guard let decimals = decimals() else { return nil }
                fraction = decimals
            }
        }
        guard let hour = hourOfDay(hour) else { return nil }
        if hour == 24 { return minute == 0 && second == 0 && fraction == 0 ? Timestamp.day : nil }
        return Self.clock(hour, minute, second).map { $0 + fraction }
    }

    private static func clock(_ hour: Int64, _ minute: Int64, _ second: Int64) -> Int64? {
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return ((hour * 60 + minute) * 60 + min(second, 59)) * 1_000_000
    }

    /// The hour with what says whether it is before or after noon, where that follows.
    private mutating func hourOfDay(_ hour: Int64) -> Int64? {
        var half = word(["am", "pm"])
        if half == nil, place + 2 < tokens.count, tokens[place + 1] == .sign(UInt8(ascii: ".")),
            let letter = word(["a", "p"])
        {
            place += 1
            guard word(["m"]) != nil else { return nil }
            _ = sign(".")
            half = letter + "m"
        }
        guard let half else { return hour }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (half == "pm" ? 12 : 0)
    }

    private mutating func decimals() -> Int64? {
        guard place < tokens.count, case .number(var value, let digits) = tokens[place], digits <= 18 else {
            return nil
        }
        place += 1
        for _ in digits..<max(digits, 6) { value *= 10 }
        for _ in 6..<max(digits, 6) { value /= 10 }
        return value
    }

    // MARK: - Zones

    /// Microseconds by which the zone is ahead of UTC; nil where there is none.
    private mutating func zone() -> Int64? {
        let start = place
        let isInBrackets = sign("([") != nil
        var offset: Int64? = word(["z", "utc", "gmt", "ut"]).map { _ in 0 }
        if let sign = sign("+-") {
            guard place < tokens.count, case .number(let value, let digits) = tokens[place], (1...4).contains(digits)
            else {
                place = start
                return nil
            }
            place += 1
            var hours = value, minutes: Int64 = 0
            if digits > 2 {
                (hours, minutes) = (value / 100, value % 100)
            } else if self.sign(":") != nil {
                guard let found = number(2...2) else { return nil }
                minutes = found
            }
            guard hours < 24, minutes < 60 else { return nil }
            offset = (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes) * 60_000_000
        }
        guard offset != nil else {
            place = start
            return nil
        }
        if isInBrackets { _ = sign(")]") }
        // A name behind the offset, as Java writes it.
        if place < tokens.count, tokens[place] == .sign(UInt8(ascii: "[")) || tokens[place] == .sign(UInt8(ascii: "("))
        {
            place = tokens.count
        }
        return offset
    }

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// English names, and German ones that begin otherwise.
    private static let months = [
        ["january", "januar"], ["february", "februar"], ["march", "mrz", "mar"], ["april"], ["may", "mai"],
        ["june", "juni"], ["july", "juli"], ["august"], ["september"], ["october", "oktober"], ["november"],
        ["december", "dezember"],
    ]
}
