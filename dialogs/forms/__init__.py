"""What residents fill in: what they want to say, and what they want to know of it."""
