"""What is known of people, why and for how long; forgetting it in time."""
