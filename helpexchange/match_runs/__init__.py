"""Match runs: the engine's proposals and the coordinator's decision about each."""
