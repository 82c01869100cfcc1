"""A Label Studio server for one workspace: its environment, its private files, its process."""
