"""Families of generated UEG prompts, each with a proof of its answer."""
