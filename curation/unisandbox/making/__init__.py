"""Makers of rows: each row by its index from (seed, suite, index)."""
