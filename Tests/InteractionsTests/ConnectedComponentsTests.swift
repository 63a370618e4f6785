import AccessLogs
import Interactions
import LinearAlgebra
import Testing

@Suite("Connected components")
struct ConnectedComponentsTests {
    @Test("are those that a breadth-first search finds", arguments: 0..<30)
    func breadthFirst(seed: Int) {
        // Few accesses leave several components.
        let matrix = InteractionMatrix(counting: randomLog(seed: seed, count: 8 + seed)).counts
        let components = ConnectedComponents(of: matrix)
        let expected = Self.search(matrix)
        let found = components.ofUser + components.ofResource
        for first in found.indices {
            for second in found.indices {
                #expect((found[first] == found[second]) == (expected[first] == expected[second]))
            }
        }
        #expect(components.count == Set(expected).count)
        #expect(Set(found) == Set(0..<Int32(components.count)))
    }

    @Test("of an empty matrix are its users and resources, each alone")
    func empty() {
        let components = ConnectedComponents(of: SparseMatrix(rows: 2, columns: 3, summing: []))
        #expect(components.count == 5)
    }

    /// A label for each user, then for each resource.
    private static func search(_ matrix: SparseMatrix) -> [Int] {
        var neighbors = [[Int]](repeating: [], count: matrix.rows + matrix.columns)
        for row in 0..<matrix.rows {
            for position in matrix.range(ofRow: row) {
                let column = matrix.rows + Int(matrix.columnIndices[position])
                neighbors[row].append(column)
                neighbors[column].append(row)
            }
        }
        var label = [Int](repeating: -1, count: neighbors.count)
        for start in neighbors.indices where label[start] < 0 {
            label[start] = start
            var queue = [start]
            while let node = queue.popLast() {
                for next in neighbors[node] where label[next] < 0 {
                    label[next] = start
                    queue.append(next)
                }
            }
        }
        return label
    }
}
