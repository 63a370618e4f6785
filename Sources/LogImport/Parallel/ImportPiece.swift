import Files

/// What a worker finds in its chunk of the inputs, piece by piece.
enum ImportPiece: Sendable {
    /// A log begins; `format` is nil where it is empty.
    case log(String, format: String?)
    case passedOver(String)
    case leftOut(UnreadInput)
    /// A file, or a member of an archive, cannot be read, or not any further.
    case failure(FileError, file: String)
    case records(RecordBatch)
    case damage(DamagedInput, InputLocation)
    /// A part of a log begins with the record at an offset of the file.
    case partBegins(Int64)
    /// It ends where the next part has to begin.
    case partEnds(Int64, lineEnds: Int)
}
