import AccessLogs
import Datasets
import Files
import Interactions
import LinearAlgebra

extension TensorFile {
    /// A detector's tensors.
    init(matrices: [String: Matrix<Float>]) {
        self.init(matrices.mapValues { Tensor(shape: [$0.rows, $0.columns], .float32($0.elements)) })
    }

    /// The two-dimensional Float32 tensors.
    var matrices: [String: Matrix<Float>] {
        tensors.compactMapValues { tensor in
            guard tensor.shape.count == 2, case .float32(let elements) = tensor.elements else { return nil }
            return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: elements)
        }
    }
}

extension InteractionMatrix {
    /// The vocabularies and the pairs with their counts, and where accesses have times the days since each pair's last
    /// one and those on which they were made. The rows behind the counts of a table are left out: no model asks for
    /// them once it is fitted.
    var tensorFile: TensorFile {
        var file = TensorFile([
            "row_offsets": Tensor(.int64(counts.rowOffsets.map(Int64.init))),
            "columns": Tensor(.int32(counts.columnIndices)),
            "counts": Tensor(.float32(counts.values)),
        ])
        file.setVocabulary(users, "users")
        file.setVocabulary(resources, "resources")
        if let recency { file.tensors["recency"] = Tensor(.float32(recency)) }
        if let days {
            file.tensors["user_days"] = Tensor(.int32(days.ofUsers))
            file.tensors["pair_days"] = Tensor(.int32(days.spans))
        }
        return file
    }

    /// Reads a training matrix, trusting nothing in it.
    ///
    /// - Throws: `FileError` where it is damaged.
    init(_ file: TensorFile) throws(FileError) {
        let users = try file.vocabulary("users"), resources = try file.vocabulary("resources")
        guard Self.isSorted(users), Self.isSorted(resources) else {
            throw FileError("the bundle's vocabularies are not sorted; it is damaged")
        }
        let columns = try file.int32("columns")
        let values = try file.float32("counts", count: columns.count)
        let offsets = try file.int64("row_offsets", count: users.count + 1)
        guard offsets.first == 0, offsets.last == Int64(columns.count),
            zip(offsets, offsets.dropFirst()).allSatisfy(<=),
            values.allSatisfy({ $0.isFinite && $0 >= 0 })
        else { throw FileError("the bundle's training matrix is damaged") }
        let recency = file.tensors["recency"] == nil ? nil : try file.float32("recency", count: columns.count)
        guard recency?.allSatisfy({ $0.isFinite && $0 >= 0 }) ?? true else {
            throw FileError("the bundle's days since the last accesses are damaged")
        }
        let days = try Self.days(in: file, users: users.count, pairs: columns.count)
        for user in 0..<users.count {
            let row = columns[Int(offsets[user])..<Int(offsets[user + 1])]
            guard zip(row, row.dropFirst()).allSatisfy(<),
                row.allSatisfy({ 0 <= $0 && $0 < resources.count && resources[Int($0)].tenant == users[user].tenant })
            else { throw FileError("the bundle's training matrix is damaged in row \(user)") }
        }
        self.init(
            users: users, resources: resources,
            counts: SparseMatrix(
                rows: users.count, columns: resources.count, rowOffsets: offsets.map { Int($0) },
                columnIndices: columns, values: values), recency: recency, days: days)
    }

    /// The days on which accesses were made; nil in bundles of earlier programs, and where accesses have no times.
    private static func days(in file: TensorFile, users: Int, pairs: Int) throws(FileError) -> ActiveDays? {
        guard file.tensors["user_days"] != nil || file.tensors["pair_days"] != nil else { return nil }
        let ofUsers = try file.int32("user_days", count: users), spans = try file.int32("pair_days", count: pairs)
        guard ofUsers.allSatisfy({ $0 >= 0 }), spans.allSatisfy({ $0 >= 1 }) else {
            throw FileError("the bundle's days of accesses are damaged")
        }
        return ActiveDays(ofUsers: ofUsers, spans: spans)
    }

    private static func isSorted(_ vocabulary: Vocabulary) -> Bool {
        zip(vocabulary.names, vocabulary.names.dropFirst()).allSatisfy(<)
    }
}
