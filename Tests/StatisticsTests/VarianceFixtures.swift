/// Nested designs with their variance components by restricted maximum likelihood.
enum VarianceFixtures {
    static let all: [Case] = Fixtures.read("variance_components")

    struct Case: Decodable {
        let values: [[[Double]]]
        let worlds: Double
        let injections: Double
        let initializations: Double
    }
}
