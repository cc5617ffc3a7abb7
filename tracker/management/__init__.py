"""The command line: thin commands that parse, call and print, and what the demo says.

Imports any room; no room imports it. Rules stand elsewhere.
"""
