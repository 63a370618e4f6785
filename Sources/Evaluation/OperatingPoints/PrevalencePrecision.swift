/// The precision where a fraction of all accesses are attacks; nil where no benign case alerts or a class is missing.
package struct PrevalencePrecision: Hashable, Sendable, Codable {
    /// The fractions of attacks among accesses at which precision is stated.
    package static let prevalences = [1e-4, 1e-5]

    package let prevalence: Double
    package let precision: Double?

    package init(prevalence: Double, precision: Double?) {
        self.prevalence = prevalence
        self.precision = precision
    }
}
