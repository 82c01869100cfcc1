"""Puzzle families of the GEU axis."""
