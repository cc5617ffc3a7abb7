"""The readers' door: public pages as plain HTML, each figure one link away from its words.

Views fetch, small classes beside them say how a record reads, templates print. Nothing is decided
here. Imports ``reconcile``, ``filters``, ``models`` and ``domain``; never another door.
"""
