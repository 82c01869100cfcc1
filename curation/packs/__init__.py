"""Authored instances that ship with the project, and the readers for files of users."""
