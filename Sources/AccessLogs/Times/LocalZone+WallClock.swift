import Foundation

extension LocalZone {
    /// The zone of times that are UTC.
    package static let utc = LocalZone(name: "UTC", zone: .gmt)

    /// What the zone's clocks show at a time, as microseconds since 1970 as if it were UTC.
    package func wallClock(at microseconds: Int64) -> Int64 {
        let seconds = Timestamp(microseconds: microseconds).second
        return microseconds + Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))) * 1_000_000
    }

    /// When the zone's clocks show a time; of one that they show twice, the first, and of one that they leave out, a time
    /// close to it.
    package func instant(ofWallClock microseconds: Int64) -> Int64 {
        microseconds - offset(atLocal: Timestamp(microseconds: microseconds).second) * 1_000_000
    }
}

extension AccessLog {
    /// The same accesses with the times that the clocks of a zone show, so that a day is one of that place.
    package func onWallClock(of zone: LocalZone) -> AccessLog {
        guard zone != .utc else { return self }
        // Clocks are put forward and back at quarters of an hour.
        var quarter: Int64?, offset: Int64 = 0
        let microseconds = microseconds.map { time -> Int64 in
            guard time != Self.untimed else { return time }
            let own = time / (900 * 1_000_000)
            if own != quarter { (quarter, offset) = (own, zone.wallClock(at: time) - time) }
            // Times of wrong clocks stay within what a day can be told of.
            let range = Timestamp.range
            return min(max(time + offset, range.lowerBound.microseconds), range.upperBound.microseconds)
        }
        return AccessLog(
            users: users, resources: resources, userSIDs: userSIDs, user: user, resource: resource,
            microseconds: microseconds, weight: weight, outcome: outcome)
    }
}
