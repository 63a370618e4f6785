/// In files: `{"value": 0.83, "interval": [0.79, 0.87], "method": "t, 95 %, n = 3"}`, or without an interval
/// `{"value": 0.83, "reason": "no interval from a single value"}`.
///
/// Each key is one word, so that it is the same for coders that convert keys and for those that do not.
extension Estimate: Codable {
    private enum CodingKeys: String, CodingKey {
        case value, interval, method, reason
    }

    /// Writes the value with its interval and method, or with the reason why it has no interval.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(value, forKey: .value)
        try container.encodeIfPresent(interval, forKey: .interval)
        try container.encode(method, forKey: interval == nil ? .reason : .method)
    }

    /// - Throws: `DecodingError` where a key is missing, or the ends of the interval are no numbers in order.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let interval = try container.decodeIfPresent(ClosedRange<Double>.self, forKey: .interval)
        self.init(
            value: try container.decode(Double.self, forKey: .value), interval: interval,
            method: try container.decode(String.self, forKey: interval == nil ? .reason : .method))
    }
}
