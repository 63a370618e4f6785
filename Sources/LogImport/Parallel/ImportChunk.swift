import Files

/// A chunk of the inputs of an import.
enum ImportChunk: Sendable {
    /// Every log in a file.
    case file(InputPath)
    case part(DividedPart)
    /// What the thread that goes through an archive has found itself.
    case piece(ImportPiece)
}
