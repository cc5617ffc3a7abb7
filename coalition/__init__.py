"""The Django project: settings, addresses, the WSGI entry and the embedded database.

Wiring only: it may import anything of the project, and holds no rule of the record.
"""
