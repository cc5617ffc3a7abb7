"""The verbs: write, submit, comment, publish, withdraw, replace, merge, revert, undo; tokens.

Each is one transaction that says who and why, derives what it changed and lets deferred rules speak
before it ends. Imports ``models`` and ``domain``; doors and workrooms call it.
"""

from tracker.actions.acting import acting
from tracker.actions.bulk import edit, in_bulk, plan_edit, seal_of
from tracker.actions.check import misderived
from tracker.actions.comments import comment, last_words, thread_of
from tracker.actions.derive import derive, rederive
from tracker.actions.errors import InTheWay, Misread, NotAllowed, NotNow, PlanChanged, StaleSave
from tracker.actions.merge import merge, try_merge
from tracker.actions.merge_plan import plan_merge
from tracker.actions.parts import PARTS, differing_parts, write_parts
from tracker.actions.revert import plan_revert, revert
from tracker.actions.review import publish, replace, send_back, submit, withdraw
from tracker.actions.tokens import make_token, revoke_token, token_of
from tracker.actions.undo import undo
from tracker.actions.undo_plan import plan_undo
from tracker.actions.write import remove, write

__all__ = [
    "PARTS",
    "InTheWay",
    "Misread",
    "NotAllowed",
    "NotNow",
    "PlanChanged",
    "StaleSave",
    "acting",
    "comment",
    "derive",
    "differing_parts",
    "edit",
    "in_bulk",
    "last_words",
    "make_token",
    "merge",
    "misderived",
    "plan_edit",
    "plan_merge",
    "plan_revert",
    "plan_undo",
    "publish",
    "rederive",
    "remove",
    "replace",
    "revert",
    "revoke_token",
    "seal_of",
    "send_back",
    "submit",
    "thread_of",
    "token_of",
    "try_merge",
    "undo",
    "withdraw",
    "write",
    "write_parts",
]
