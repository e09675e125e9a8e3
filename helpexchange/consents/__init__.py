"""What people have agreed to: the purpose, the words they were shown or told, when, and when it ended."""
