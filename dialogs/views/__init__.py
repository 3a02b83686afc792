"""The pages of the dialogues: what is read (`pages`), where anybody speaks (`speak`), and what became of it (`receipt`)."""
