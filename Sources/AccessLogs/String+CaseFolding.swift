extension String {
    /// The text in the case in which names are compared.
    ///
    /// Each scalar is mapped by itself, as Windows does: to its lower case where that is one scalar, and never from
    /// beyond ASCII into ASCII. A Kelvin sign is thus no `k`, which to Unicode's own mapping it is.
    ///
    /// Swift compares texts by canonical equivalence: an `é` of one scalar and one of two are the same name. So they
    /// are in a directory, which does not let two accounts differ by that alone.
    package func caseFolded() -> String {
        if isASCII { return lowercased() }
        var folded = String.UnicodeScalarView()
        for scalar in unicodeScalars { folded.append(scalar.caseFolded) }
        return String(folded)
    }
}

extension StringProtocol {
    /// Whether all bytes are below 0x80.
    package var isASCII: Bool {
        // The bits of all bytes are combined, many bytes at a time: this is called for every name of every record.
        let bits = utf8.withContiguousStorageIfAvailable { $0.reduce(0, |) } ?? utf8.reduce(0, |)
        return bits < 0x80
    }
}

extension Unicode.Scalar {
    fileprivate var caseFolded: Unicode.Scalar {
        let lower = properties.lowercaseMapping.unicodeScalars
        guard lower.count == 1, let mapped = lower.first, isASCII || !mapped.isASCII else { return self }
        return mapped
    }
}
