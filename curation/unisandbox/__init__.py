"""The synthetic suites of UniSandBox: arithmetic, symbol chains and invented people, proved and free of leaks.

`making` writes rows by index; `reading` shares no code with it and recomputes every answer from the text of
the question. `layout` is the contract between them.
"""
