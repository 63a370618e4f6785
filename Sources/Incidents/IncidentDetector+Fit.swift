extension IncidentDetector {
    /// Learns what is usual, and what evidence is worth.
    ///
    /// - Parameters:
    ///   - early: the days before ``TrainingDivision/calibrationDays(of:)``, with a model that learned from them alone.
    ///   - later: the windows of those days.
    ///   - whole: all days, with a model that learned from all.
    /// - Throws: `StatisticsError` where there is too little to learn from; `CancellationError`; what scoring throws.
    package func fit(early: SignalHistory, later: Activity, whole: SignalHistory) throws -> IncidentModel {
        try IncidentModel(
            self, FittedContext(self, early: early, later: later, whole: whole), early: early, whole: whole)
    }
}
