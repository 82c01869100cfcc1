"""Readers of rows: every answer again, from the text of the question; they share no code with the makers."""
