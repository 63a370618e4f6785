package import AccessLogs
package import Files

extension TensorFile {
    /// A vocabulary: columns `<name>.tenant` and `<name>.name`.
    ///
    /// - Throws: ``FileError`` where a name occurs twice.
    package func vocabulary(_ name: String) throws(FileError) -> Vocabulary {
        let tenants = try strings(name + ".tenant")
        let names = try strings(name + ".name", count: tenants.count)
        let vocabulary = Vocabulary(zip(tenants, names).lazy.map { TenantName(tenant: $0, name: $1) })
        guard vocabulary.count == tenants.count, vocabulary.count <= Int(Int32.max) else {
            throw FileError("the vocabulary '\(name)' holds a name twice")
        }
        return vocabulary
    }

    package mutating func setVocabulary(_ vocabulary: Vocabulary, _ name: String) {
        setStrings(vocabulary.names.lazy.map(\.tenant), name + ".tenant")
        setStrings(vocabulary.names.lazy.map(\.name), name + ".name")
    }
}
