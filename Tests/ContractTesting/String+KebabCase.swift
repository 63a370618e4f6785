extension String {
    /// Whether the text is an id: lower case, digits and hyphens.
    var isKebabCase: Bool {
        !isEmpty && allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
}
