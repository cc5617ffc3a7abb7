"""The tracker: quotes, what they say of contributions, and what that adds up to.

One room a concern, each with its own three lines on what belongs there; imports go
downward only, and import-linter holds that (pyproject.toml).
"""
