"""Annotated fixtures to database and back: schema, plan, load, dump, anchor, verify.

A file is read (``reading``), checked (``checks``), turned into cells (``records``), compared with
the database (``plan``) and written in one transaction (``apply``); ``dump`` goes the other way.
Imports ``actions``, ``filters``, ``fields``, ``models`` and ``domain``; no other workroom, no door.
"""
