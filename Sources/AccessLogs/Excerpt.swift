extension String {
    /// The beginning of a text from a log, for a message: at most so many scalars of it, with an ellipsis where that is
    /// not all. One character can be of any number of scalars.
    func excerpt(_ length: Int = 80) -> String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        return String(scalars[..<end]) + "…"
    }
}
