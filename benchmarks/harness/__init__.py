"""The parts of benchmarks/run, in the order in which a scenario needs them."""
