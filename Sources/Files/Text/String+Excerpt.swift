extension String {
    /// The beginning of a text from a log, for a message. An ellipsis follows where the text continues.
    ///
    /// - Parameter length: the most Unicode scalars that are taken. Characters would not do: one of them can consist of
    ///   any number of scalars.
    package func excerpt(_ length: Int = 80) -> String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        return String(scalars[..<end]) + "…"
    }
}
