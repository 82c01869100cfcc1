"""Review: who is asked for what, what follows from what they said, and how well they agree."""
