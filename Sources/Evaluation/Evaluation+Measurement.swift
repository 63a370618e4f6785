package import Statistics

extension Evaluation {
    /// A value with its metric and slice, and with its interval where one was asked for.
    package struct Measurement: Hashable, Sendable {
        /// The metric; a budgeted one carries its budget: `recall_at_budget@10`.
        package var metric: String
        /// The cases that it is about: `pooled` for all of them, a scenario's id, `SCENARIO/matched` for its attacks
        /// against benign cases of like activity and popularity, `tenant/NAME`, or `macro` for the mean of the
        /// scenarios' values.
        package var slice: String
        package var value: MetricValue
        /// The interval; nil where there is none, or none was asked for.
        package var interval: ClosedRange<Double>?
        /// How the interval was made, or why there is none: `no interval: …`; nil where none was asked for.
        package var method: String?

        package init(
            metric: String, slice: String, value: MetricValue, interval: ClosedRange<Double>? = nil,
            method: String? = nil
        ) {
            self.metric = metric
            self.slice = slice
            self.value = value
            self.interval = interval
            self.method = method
        }

        package init(metric: String, slice: String, _ estimate: Estimate) {
            self.init(
                metric: metric, slice: slice, value: .defined(estimate.value), interval: estimate.interval,
                method: estimate.method)
        }

        /// The value with its interval; nil where it is undefined, or no interval was asked for.
        package var estimate: Estimate? {
            guard let value = value.number, let method else { return nil }
            return Estimate(value: value, interval: interval, method: method)
        }
    }
}

/// In files: the keys of `Estimate` beside `metric` and `slice`; without a value, `undefined` says why, and without an
/// interval that was asked for, `reason`. Each key is one word, as those of `Estimate` are.
extension Evaluation.Measurement: Codable {
    private enum CodingKeys: String, CodingKey {
        case metric, slice, value, undefined
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(metric, forKey: .metric)
        try container.encode(slice, forKey: .slice)
        if let reason = value.reason { return try container.encode(reason, forKey: .undefined) }
        if let estimate { return try estimate.encode(to: encoder) }
        try container.encode(value.number, forKey: .value)
    }

    /// Reads the form of earlier files as well.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard container.contains(.slice) else {
            self = try Earlier(from: decoder).measurement
            return
        }
        metric = try container.decode(String.self, forKey: .metric)
        slice = try container.decode(String.self, forKey: .slice)
        if let reason = try container.decodeIfPresent(String.self, forKey: .undefined) {
            value = MetricValue(reason: reason)
            return
        }
        let number = try container.decode(Double.self, forKey: .value)
        value = .defined(number)
        let estimate = try PossibleEstimate(from: decoder)
        interval = estimate.interval
        method = estimate.method ?? estimate.reason
    }

    /// What an estimate may have beside its value.
    private struct PossibleEstimate: Decodable {
        let interval: ClosedRange<Double>?
        let method: String?
        let reason: String?
    }

    /// A measurement as bundles of format 1 have it.
    private struct Earlier: Decodable {
        let measurement: Evaluation.Measurement

        private enum CodingKeys: String, CodingKey {
            case metric, scenario, value, low, high, method
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            func end(_ key: CodingKeys) throws -> Double? {
                guard let end = try container.decodeIfPresent(Double.self, forKey: key) else { return nil }
                guard end.isFinite else {
                    throw DecodingError.dataCorruptedError(
                        forKey: key, in: container, debugDescription: "it is no finite number")
                }
                return end
            }
            var interval: ClosedRange<Double>?
            if let low = try end(.low), let high = try end(.high) {
                guard low <= high else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .high, in: container, debugDescription: "it is less than 'low'")
                }
                interval = low...high
            }
            measurement = Evaluation.Measurement(
                metric: try container.decode(String.self, forKey: .metric),
                slice: try container.decode(String.self, forKey: .scenario),
                value: .defined(try container.decode(Double.self, forKey: .value)), interval: interval,
                method: try container.decode(String.self, forKey: .method))
        }
    }
}
