/// Why a record cannot be read.
enum RecordFault: Error {
    case cutOff
    case unknownToken
    case unknownTemplate
    case tooDeep
    case tooManyTemplates
    case tooManySteps
    case tooLong
    case noEventID
    case unclearEventID

    /// Whether what was found up to there may still be right; otherwise the record, or its chunk, takes too much work.
    var isDamage: Bool {
        switch self {
        case .cutOff, .unknownToken, .unknownTemplate, .tooDeep: true
        case .tooManyTemplates, .tooManySteps, .tooLong, .noEventID, .unclearEventID: false
        }
    }

    /// The reason in a sentence.
    var sentence: String {
        switch self {
        case .cutOff: "the record is damaged: it ends before its event does."
        case .unknownToken: "the record is damaged: its event is no binary XML."
        case .unknownTemplate: "the record is damaged: its template is not there."
        case .tooDeep: "the record's elements are nested too deeply."
        case .tooManyTemplates: "the record's template is one of too many."
        case .tooManySteps: "the events of the chunk have too many parts."
        case .tooLong: "the record's texts are too long."
        case .noEventID: "the record has no event id."
        case .unclearEventID: "the record's event id cannot be understood."
        }
    }
}
