"""The coalition that generated rows belong to, and the account that they are written under."""

from __future__ import annotations

from django.contrib.auth.models import User

from tracker.models import Coalition

COALITION = "generated"
NAME = "Generated rows, not real"
REASON = "generated rows, not real"
_NOTE = "Made by manage.py generate --seed {}. Nothing in it is real."


class OtherSeed(Exception):
    """Rows of two seeds do not fit together; the sentence says which seed is there."""


def loader() -> User:
    """The account under which records are published as they are written; nobody logs in as it."""
    account, made = User.objects.get_or_create(username="loader", defaults={"is_active": False})
    if made:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def open_coalition(seed: int) -> Coalition:
    """The coalition of generated rows, made if it is not there. Raises :class:`OtherSeed`."""
    note = _NOTE.format(seed)
    coalition, _ = Coalition.objects.get_or_create(
        code=COALITION, defaults={"name": NAME, "code_prefix": COALITION, "note": note}
    )
    if coalition.note != note:
        raise OtherSeed(
            f"The rows that are there have another seed: {coalition.note} "
            "Go on with that one, or begin with an empty database."
        )
    return coalition
