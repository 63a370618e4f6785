// Written by experiments/oracles/intervals.py with SciPy; not to be edited.

/// Intervals of a proportion: `[low, high]`.
struct ProportionFixture: Sendable {
    let hits: Int
    let trials: Int
    let level: Double
    let wilson: [Double]
    let clopperPearson: [Double]
    let jeffreys: [Double]

    static let all = [
        ProportionFixture(
            hits: 0, trials: 1, level: 0.9,
            wilson: [0.0, 0.7301340512159458],
            clopperPearson: [0.0, 0.95],
            jeffreys: [0.0, 0.7714801861936711]),
        ProportionFixture(
            hits: 1, trials: 1, level: 0.95,
            wilson: [0.20654931437723745, 1.0],
            clopperPearson: [0.025000000000000022, 1.0],
            jeffreys: [0.14674631630957521, 1.0]),
        ProportionFixture(
            hits: 0, trials: 10, level: 0.99,
            wilson: [0.0, 0.39885409330490806],
            clopperPearson: [0.0, 0.4112959813475254],
            jeffreys: [0.0, 0.3188346355941716]),
        ProportionFixture(
            hits: 10, trials: 10, level: 0.999,
            wilson: [0.4801329122211932, 1.0],
            clopperPearson: [0.46762422391130415, 1.0],
            jeffreys: [0.5542558550395711, 1.0]),
        ProportionFixture(
            hits: 1, trials: 10, level: 0.9,
            wilson: [0.02263490873086718, 0.34771866733585843],
            clopperPearson: [0.005116196892304593, 0.394163302436974],
            jeffreys: [0.01789198805574782, 0.33056280326013454]),
        ProportionFixture(
            hits: 5, trials: 10, level: 0.95,
            wilson: [0.236593090512564, 0.7634069094874361],
            clopperPearson: [0.1870860284474045, 0.8129139715525955],
            jeffreys: [0.22352867025270523, 0.7764713297472947]),
        ProportionFixture(
            hits: 7, trials: 25, level: 0.99,
            wilson: [0.11540149336923347, 0.5368812329272418],
            clopperPearson: [0.08888984339182757, 0.5553155226497157],
            jeffreys: [0.10096243720251465, 0.5346841689649803]),
        ProportionFixture(
            hits: 3, trials: 400, level: 0.999,
            wilson: [0.0013838451636374455, 0.03957632293684623],
            clopperPearson: [0.0003751280557215386, 0.03436243078714969],
            jeffreys: [0.0006078108162741227, 0.03209809471813956]),
        ProportionFixture(
            hits: 399, trials: 400, level: 0.9,
            wilson: [0.9888731041463915, 0.9994420717170075],
            clopperPearson: [0.988195695545996, 0.999871774985268],
            jeffreys: [0.9902730883060727, 0.9995600137198062]),
        ProportionFixture(
            hits: 81, trials: 263, level: 0.95,
            wilson: [0.2552885198782742, 0.36620957698280004],
            clopperPearson: [0.25273674558504267, 0.36762192260134746],
            jeffreys: [0.2545219349910236, 0.36564749917408246]),
        ProportionFixture(
            hits: 12, trials: 100000, level: 0.99,
            wilson: [5.79788990301468e-05, 0.00024834974239144766],
            clopperPearson: [4.94326649859031e-05, 0.00024143474993982582],
            jeffreys: [5.2599901757963205e-05, 0.0002346254149115848]),
        ProportionFixture(
            hits: 480000, trials: 1000000, level: 0.999,
            wilson: [0.47835627880646686, 0.4816441542914906],
            clopperPearson: [0.4783557093322659, 0.48164459286662564],
            jeffreys: [0.4783562092627032, 0.4816440928045904]),
    ]
}

/// The exact interval of a Poisson rate: `[low, high]`.
struct RateFixture: Sendable {
    let events: Int
    let exposure: Double
    let level: Double
    let interval: [Double]

    static let all = [
        RateFixture(
            events: 0, exposure: 1.0, level: 0.9,
            interval: [0.0, 2.9957322735539913]),
        RateFixture(
            events: 1, exposure: 1.0, level: 0.95,
            interval: [0.025317807984289897, 5.571643390938898]),
        RateFixture(
            events: 2, exposure: 0.5, level: 0.99,
            interval: [0.20698909349618216, 18.547584178511087]),
        RateFixture(
            events: 3, exposure: 7.0, level: 0.999,
            interval: [0.021386264274737783, 1.9905747430987386]),
        RateFixture(
            events: 5, exposure: 28.0, level: 0.9,
            interval: [0.07036248457355464, 0.3754655324550549]),
        RateFixture(
            events: 10, exposure: 30.0, level: 0.95,
            interval: [0.15984628987108113, 0.6130118680672593]),
        RateFixture(
            events: 25, exposure: 30.0, level: 0.99,
            interval: [0.466512481106222, 1.366680428379589]),
        RateFixture(
            events: 100, exposure: 14.0, level: 0.999,
            interval: [5.023587511393435, 9.812520980041109]),
        RateFixture(
            events: 1234, exposure: 365.0, level: 0.9,
            interval: [3.2240906953709856, 3.5434720134944038]),
        RateFixture(
            events: 100000, exposure: 30.5, level: 0.95,
            interval: [3258.3984479916303, 3299.0735980243894]),
        RateFixture(
            events: 0, exposure: 90.0, level: 0.99,
            interval: [0.0, 0.05887019296164485]),
    ]
}
