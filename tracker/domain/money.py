"""One contribution counts in one currency (semantics E7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tracker.domain.reading import Evidence


def counted_currency(having: Sequence[Evidence]) -> str:
    """The currency that is stated with an equivalent, else most origins', else self's.

    Each decides among what the one before left level; the alphabet decides what is level still.
    '' where nothing is money.
    """
    with_equivalent: dict[str, bool] = defaultdict(bool)
    origins: dict[str, set[str]] = defaultdict(set)
    own: dict[str, bool] = defaultdict(bool)
    for evidence in having:
        reading = evidence.reading
        with_equivalent[reading.currency] |= reading.converted is not None
        origins[reading.currency].add(reading.origin)
        own[reading.currency] |= evidence.own
    return min(
        origins,
        key=lambda code: (not with_equivalent[code], -len(origins[code]), not own[code], code),
    )
