import ArgumentParser
import Parameters

/// Parameters given on the command line as `--set name=value`.
enum Settings {
    /// - Throws: `ValidationError` for a setting of another form, one given twice, an unknown name or an unacceptable
    ///   value.
    static func parse(_ settings: [String], for parameters: ParameterList) throws -> ParameterSet {
        var values: [String: ParameterValue] = [:]
        for setting in settings {
            let parts = setting.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw ValidationError("--set takes name=value, for example rank=8, not '\(setting)'")
            }
            guard values.updateValue(ParameterValue(parsing: String(parts[1])), forKey: String(parts[0])) == nil else {
                throw ValidationError("--set gives '\(parts[0])' twice")
            }
        }
        do {
            return try parameters.checked(values)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
