"""Plain Python: rules that need no database, from dates and words to the status ladder.

What belongs here takes and gives plain values. It imports the standard library, small pure
libraries and itself; never Django, never another room. Every other room may import it.
"""
