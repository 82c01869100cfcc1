"""Label Studio: its server, the people who work there, and what goes there and comes back."""
