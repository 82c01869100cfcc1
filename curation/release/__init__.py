"""Releases: selection, build, the files that the evaluator reads, and their validation."""
