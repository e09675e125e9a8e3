"""Match runs: the engine proposes who could help whom, a coordinator decides each proposal.

For coordinators and the network lead. A *run* is one call of the engine for an office or the whole town;
a *proposal* is a helper for a request with times; *approval* is a human act; a *lock* keeps a proposal in
the next run. `solving/` is the only door to the engine.
"""
