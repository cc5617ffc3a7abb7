"""The verbs: write, submit, send back, publish, withdraw, replace, derive.

Each is one transaction that says who and why, derives what it changed and lets deferred rules speak
before it ends. Imports ``models`` and ``domain``; doors and workrooms call it.
"""

from tracker.actions.acting import acting
from tracker.actions.check import misderived
from tracker.actions.derive import derive, rederive
from tracker.actions.errors import NotAllowed, StaleSave
from tracker.actions.review import publish, replace, send_back, submit, withdraw
from tracker.actions.write import remove, write

__all__ = [
    "NotAllowed",
    "StaleSave",
    "acting",
    "derive",
    "misderived",
    "publish",
    "rederive",
    "remove",
    "replace",
    "send_back",
    "submit",
    "withdraw",
    "write",
]
