import Foundation

/// How far two partitions of the same things agree: 2 I(X;Y) / (H(X) + H(Y)), from 0 to 1.
func normalizedMutualInformation(_ first: [Int], _ second: [Int]) -> Double {
    func entropy(_ counts: [some Hashable: Int]) -> Double {
        counts.values.reduce(0) { $0 - Double($1) / Double(first.count) * log(Double($1) / Double(first.count)) }
    }
    let pairs = zip(first, second).map { [$0, $1] }
    let joint = entropy(Dictionary(pairs.map { ($0, 1) }, uniquingKeysWith: +))
    let x = entropy(Dictionary(first.map { ($0, 1) }, uniquingKeysWith: +))
    let y = entropy(Dictionary(second.map { ($0, 1) }, uniquingKeysWith: +))
    return 2 * (x + y - joint) / (x + y)
}
