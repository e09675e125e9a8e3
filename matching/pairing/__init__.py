"""Which helper takes which request, and when: the problem, its solution, the proof and the reasons."""
