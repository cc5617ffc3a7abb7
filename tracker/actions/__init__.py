"""The verbs: write, submit, send back, publish, withdraw, replace, derive; tokens made and revoked.

Each is one transaction that says who and why, derives what it changed and lets deferred rules speak
before it ends. Imports ``models`` and ``domain``; doors and workrooms call it.
"""

from tracker.actions.acting import acting
from tracker.actions.check import misderived
from tracker.actions.derive import derive, rederive
from tracker.actions.errors import NotAllowed, NotNow, StaleSave
from tracker.actions.parts import PARTS, differing_parts, write_parts
from tracker.actions.review import publish, replace, send_back, submit, withdraw
from tracker.actions.tokens import make_token, revoke_token, token_of
from tracker.actions.write import remove, write

__all__ = [
    "PARTS",
    "NotAllowed",
    "NotNow",
    "StaleSave",
    "acting",
    "derive",
    "differing_parts",
    "make_token",
    "misderived",
    "publish",
    "rederive",
    "remove",
    "replace",
    "revoke_token",
    "send_back",
    "submit",
    "token_of",
    "withdraw",
    "write",
    "write_parts",
]
