/// How precisely an area under the ROC curve can be known from a number of independent positives and negatives.
struct AreaPrecision {
    let positives: Double
    let negatives: Double

    /// Half of the 95 % interval where the area is `area`, by the variance of J. Hanley and B. McNeil, "The meaning and
    /// use of the area under a receiver operating characteristic (ROC) curve", Radiology 143 (1982), equation 1.
    func halfWidth(at area: Double) -> Double {
        let both = area / (2 - area), alike = 2 * area * area / (1 + area)
        let variance =
            (area * (1 - area) + (positives - 1) * (both - area * area) + (negatives - 1) * (alike - area * area))
            / (positives * negatives)
        return 1.96 * max(0, variance).squareRoot()
    }
}
