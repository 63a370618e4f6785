import Statistics
import Testing

@Suite("A seed")
struct SeedTests {
    private let root = Seed(42)

    @Test("depends on the root, the purpose and the indices, and on nothing else")
    func repeatable() {
        #expect(root.derived("split", 3, 1) == Seed(42).derived("split", 3, 1))
        #expect(root.derived("split") != Seed(43).derived("split"))
    }

    @Test("is another one for every purpose and index")
    func distinct() {
        var seeds: Set<Seed> = [root]
        var expected = 1
        for purpose in ["", "a", "b", "ab", "ba", "split", "scenario"] {
            seeds.insert(root.derived(purpose))
            for first in -10..<90 {
                seeds.formUnion([root.derived(purpose, first), root.derived(purpose, first, 0)])
                seeds.insert(root.derived(purpose, 0, 0, first))
            }
            expected += 301
        }
        #expect(seeds.count == expected)
    }

    @Test("tells a letter of the purpose from an index, and two steps from one")
    func boundaries() {
        let letter = Int("b".utf8.first ?? 0)
        let seeds: Set = [
            root.derived("ab"), root.derived("a", letter), root.derived("a").derived("b"),
            root.derived("a", 1, letter), root.derived("").derived("ab"), root.derived("ab").derived(""),
        ]
        #expect(seeds.count == 6)
    }

    @Test("starts a stream that is not correlated with its neighbours'")
    func uncorrelated() {
        let count = 20_000
        let first = (0..<count).map { RandomStream(seed: root.derived("a", $0)).uniform() - 0.5 }
        // The covariance of neighbours is zero within five standard deviations, 1/12 for a product.
        let covariance = zip(first, first.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(count - 1)
        #expect(isClose(covariance, 0, within: 5.0 / 12 / Double(count - 1).squareRoot()))
    }
}
