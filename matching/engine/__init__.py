"""The pure matching engine: arrays and ids in, ids out; numpy, scipy and the standard library only."""
