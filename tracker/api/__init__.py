"""The REST door: ``/api/v1/``. It reads a question, asks the rooms below, and answers in JSON.

What can be asked is said in ``filters``, what is shown in ``fields``, files in ``exports``; here is
how that looks over HTTP. Imports all rooms below it; never ``web`` or ``admin``.
"""
