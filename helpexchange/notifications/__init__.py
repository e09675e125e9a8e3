"""What people are told: an outbox that is written with the act itself, and emptied by the scheduler."""
