"""Checks over a workspace: each yields findings, prints nothing and raises nothing for bad data."""
