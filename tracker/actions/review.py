"""The way of a record: submit, send back, publish, withdraw, replace.

The order of the steps and the four-eyes rule are held by the database (``models.review``); here is
who may take a step, and what goes with it. ``version`` is the one the doer saw: if the record has
moved on since, StaleSave is raised and nothing is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from tracker.actions.acting import acting, to_be_read
from tracker.actions.errors import NotAllowed, NotNow, StaleSave
from tracker.models import Contribution, Redirect, Review, Statement
from tracker.models.claim import Claim

# What history says where nobody said more.
SUBMITTED = "submitted for review"
PUBLISHED = "published after review"

# A contribution that comes back with new words is withdrawn no more.
RETURNED = {
    "withdrawn_by": None,
    "withdrawn_at": None,
    "withdrawal_reason": "",
    "successor": None,
}


def submit(
    record: Any,
    *,
    by: AbstractUser,
    comment: str = "",
    version: int | None = None,
    now: datetime | None = None,
) -> None:
    """Hand a draft to review; a statement takes along its contribution, if that is not public."""
    _may(by, "change", record)
    with acting(by=by, reason=comment or SUBMITTED, what=f"Submit for review: {record.code}"):
        _lock(record, version)
        for each in [record, *_contribution_of(record, Review.DRAFT)]:
            _step(each, Review.IN_REVIEW, submitted_by=by, submitted_at=now or timezone.now())


def send_back(record: Any, *, by: AbstractUser, reason: str, version: int | None = None) -> None:
    """Return a record to its writer, saying what is to be mended."""
    _may(by, "change", record)
    _reason(reason, "sent back")
    with acting(by=by, reason=reason, what=f"Send back: {record.code}"):
        _lock(record, version)
        _step(record, Review.DRAFT, submitted_by=None, submitted_at=None)


def publish(
    record: Any,
    *,
    by: AbstractUser,
    comment: str = "",
    own_review_reason: str = "",
    version: int | None = None,
    now: datetime | None = None,
) -> None:
    """Publish what somebody else wrote; a statement takes its contribution along.

    What it was written to replace is withdrawn in the same step, with the reason given then.
    A superuser may publish their own with ``own_review_reason``, which stands in the record.
    """
    _may(by, "publish", record)
    if own_review_reason and not by.is_superuser:
        raise NotAllowed("Only an administrator may override the four-eyes rule.")
    now = now or timezone.now()
    reason = own_review_reason or comment or PUBLISHED
    with acting(by=by, reason=reason, what=f"Publish: {record.code}"):
        _lock(record, version)
        for each in [record, *_contribution_of(record, Review.IN_REVIEW, Review.WITHDRAWN)]:
            _not_own(each, by, own_review_reason)
            _step(
                each,
                Review.PUBLISHED,
                published_by=by,
                published_at=now,
                own_review_reason=own_review_reason,
                **(RETURNED if each.review == Review.WITHDRAWN else {}),
            )
            Redirect.objects.filter(model=each._meta.model_name, code=each.code).delete()
        for old in record.predecessors.filter(review=Review.PUBLISHED):
            _withdraw_one(old, by, old.withdrawal_reason, record, now)
        _lead_to(record)


def withdraw(
    record: Any,
    *,
    by: AbstractUser,
    reason: str,
    successor: Any = None,
    version: int | None = None,
    now: datetime | None = None,
) -> None:
    """Withdraw what was published, with its reason and (if there is one) its public successor.

    A replacement that still waits for its review is led to once it is published. A contribution
    whose last published statement goes is withdrawn with it.
    """
    _may(by, "publish", record)
    _reason(reason, "withdrawn")
    now = now or timezone.now()
    with acting(by=by, reason=reason, what=f"Withdraw: {record.code}"):
        _lock(record, version)
        if isinstance(record, Contribution):
            for statement in record.statements.published():
                _withdraw_one(statement, by, reason, None, now)
        _withdraw_one(record, by, reason, successor, now)
        if isinstance(record, Statement) and not record.contribution.statements.published():
            _withdraw_one(record.contribution, by, reason, None, now)


def replace(
    record: Claim, *, by: AbstractUser, reason: str, version: int | None = None, **changes: Any
) -> Any:
    """Write the successor of a misreading and hand it to review; returns it.

    The successor reads the same quote and keeps its place; ``changes`` are its differing columns.
    The misreading stands until the successor is published, which withdraws it: one step, and
    nobody publishes what they wrote. To take it back at once, ``withdraw`` it.
    """
    _may(by, "change", record)
    _reason(reason, "replaced")
    with acting(by=by, reason=reason, what=f"Replace: {record.code}"):
        _replaceable(_lock(record, version))
        successor = copy_of(record, **changes)
        successor.written_by = successor.edited_by = by
        successor.save()
        _copy_parts(record, successor)
        to_be_read(successor)
        type(record)._default_manager.filter(pk=record.pk).update(
            successor=successor, withdrawal_reason=reason
        )
        submit(successor, by=by)
    return successor


def _replaceable(record: Any) -> None:
    if record.review != Review.PUBLISHED:
        raise NotNow(f"{record.code} is not published: edit it instead.")
    if record.successor is not None:
        raise NotNow(
            f"{record.code} is being replaced already: edit {record.successor.code}, or remove it."
        )


def _copy_parts(record: Any, successor: Any) -> None:
    """The further quotes a record rests on, and the countries a tally names."""
    owner = record._meta.model_name
    for parts in ("rests_on", "countries"):
        for part in getattr(record, parts).all() if hasattr(record, parts) else ():
            part.pk, part._state.adding = None, True
            setattr(part, owner, successor)
            part.save()


def copy_of(record: Any, **changes: Any) -> Any:
    """A new draft with the same content, its own number and none of the review's marks."""
    own = {"id", "code", "number", "version", "created_at", "updated_at"}
    marks = {"review", "written_by", "edited_by", "successor", "own_review_reason"}
    stages = ("submitted_", "published_", "withdraw")
    values = {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if field.name not in own | marks
        and not field.name.startswith(stages)
        and not field.generated
    }
    return type(record)(**(values | changes))


def _withdraw_one(
    record: Any, by: AbstractUser, reason: str, successor: Any, now: datetime
) -> None:
    _step(
        record,
        Review.WITHDRAWN,
        withdrawn_by=by,
        withdrawn_at=now,
        withdrawal_reason=reason,
        successor=successor or _lock(record).successor,
    )
    Redirect.objects.create(
        model=record._meta.model_name,
        code=record.code,
        because=Redirect.Because.WITHDRAWN,
        target=successor.code if successor is not None else "",
        reason=reason,
    )


def _lead_to(successor: Any) -> None:
    """What was withdrawn before its successor could be seen leads to it from now on."""
    gone = successor.predecessors.values_list("code", flat=True)
    Redirect.objects.filter(
        model=successor._meta.model_name, code__in=list(gone), target=""
    ).update(target=successor.code)


def _contribution_of(record: Any, *stages: Review) -> list[Contribution]:
    """The statement's contribution, if it stands at one of these stages and so goes along."""
    if isinstance(record, Statement) and record.contribution.review in stages:
        return [record.contribution]
    return []


def _step(record: Any, review: Review, **columns: Any) -> None:
    """Move one record a step from where the doer saw it; the database says whether there is one."""
    stands = _lock(record).review
    if stands == review:
        raise NotNow(f"{record.code} is {Review(review).label.lower()} already.")
    if stands == Review.PUBLISHED and review != Review.WITHDRAWN:
        raise NotNow(f"{record.code} is published already; what is published can be withdrawn.")
    type(record)._default_manager.filter(pk=record.pk).update(review=review, **columns)
    for name, value in {"review": review, **columns}.items():
        setattr(record, name, value)


def _lock(record: Any, version: int | None = None) -> Any:
    """Hold the row and return it as it is; refuse if somebody has moved or changed it meanwhile."""
    rows = type(record)._default_manager.select_for_update(of=("self",), no_key=True)
    now = rows.filter(pk=record.pk).first()
    if now is None:
        raise NotNow(f"{record} was deleted meanwhile.")
    if now.review != record.review or version not in (None, now.version):
        raise StaleSave(mine=record, theirs=now)
    return now


def _may(by: AbstractUser, verb: str, record: Any) -> None:
    name = record._meta.model_name
    if not by.has_perm(f"tracker.{verb}_{name}"):
        raise NotAllowed(
            f"{by.get_username()} may not {verb} a {name}: a "
            f"{'reviewer' if verb == 'publish' else 'n analyst'} may.".replace("a n ", "an ")
        )


def _not_own(record: Any, by: AbstractUser, own_review_reason: str) -> None:
    if not own_review_reason and by.pk in {record.written_by_id, record.edited_by_id}:
        raise NotAllowed(
            f"{by.get_username()} wrote {record}: nobody publishes what they wrote. "
            "Ask another reviewer."
        )


def _reason(reason: str, verb: str) -> None:
    if not reason.strip():
        raise NotAllowed(f"Say why it is {verb}: the reason stands in its history.")
