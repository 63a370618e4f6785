extension String {
    /// The text in the case in which names are compared.
    ///
    /// Each scalar is mapped by itself, as Windows does: to its lower case where that is one scalar, and never from
    /// beyond ASCII into ASCII. A Kelvin sign is thus no `k`, which to Unicode's own mapping it is.
    ///
    /// Swift compares texts by canonical equivalence: an `é` of one scalar and one of two are the same name. So they are
    /// in a directory, which does not let two accounts differ by that alone.
    func caseFolded() -> String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return lowercased() }
        var folded = String.UnicodeScalarView()
        for scalar in unicodeScalars { folded.append(scalar.caseFolded) }
        return String(folded)
    }
}

extension Unicode.Scalar {
    fileprivate var caseFolded: Unicode.Scalar {
        let lower = properties.lowercaseMapping.unicodeScalars
        guard lower.count == 1, let mapped = lower.first, isASCII || !mapped.isASCII else { return self }
        return mapped
    }
}
