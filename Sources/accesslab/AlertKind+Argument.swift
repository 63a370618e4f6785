public import ArgumentParser
public import Operations

extension AlertKind: ExpressibleByArgument {}
