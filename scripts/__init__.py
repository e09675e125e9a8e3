"""What the Makefile and CI call: the environment, the locks, the checks."""
