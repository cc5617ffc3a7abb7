"""Questions and bodies that can be sent as they stand to a site with the fixtures.

What is asked is of the first source; what is written is a source of its own, written first.
"""

from __future__ import annotations

from typing import Any

ARTICLE = "voa-2015-11-23-ally-support"

# Of each list: a question, and one of its codes.
ASKED: dict[str, dict[str, Any]] = {
    "contributions": {"country": ["FR"], "status_group": ["actual"]},
    "statements": {"contribution": ["fr-airstrikes"]},
    "tallies": {"source": [ARTICLE]},
    "quotes": {"q": "Charles de Gaulle"},
    "sources": {"published_after": "2015-11"},
    "speakers": {"country": ["FR"]},
    "countries": {"q": "Emirates"},
    "kinds": {"parent": ["deployment"]},
    "lines_of_effort": {"code": ["military"]},
    "metrics": {"nature": ["flow"]},
    "places": {"country": ["SY"]},
    "coalitions": {"code": ["counter-isil"]},
}
CODES = {
    "contributions": "fr-airstrikes",
    "statements": f"{ARTICLE}:3542-3620:1",
    "tallies": f"{ARTICLE}:1330-1389:1",
    "quotes": f"{ARTICLE}:3919-3977",
    "sources": ARTICLE,
    "speakers": "ash-carter",
    "countries": "FR",
    "kinds": "airstrikes",
    "lines_of_effort": "military",
    "metrics": "aircraft",
    "places": "anbar",
    "coalitions": "counter-isil",
}
SOUGHT = {"q": "Charles de Gaulle"}
ADDED_UP = {
    "by": ["country"],
    "country": ["FR"],
    "kind": ["deployment.air"],
    "status_group": ["actual"],
    "known_on": "2015-12-31",
}
RECEIPT_CODE = "2026-11-28-3f9a0c51b2d7"
EMPTY_FILE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

# --- What is written ------------------------------------------------------------------------

TEXT = "Ministers of Norway said they would send 60 more trainers next year, if asked."

EXAMPLES: dict[str, dict[str, Any]] = {
    "sources": {
        "code": "example-2015-12-04-trainers",
        "coalition": "counter-isil",
        "title": "An example of a communiqué",
        "publisher": "Example",
        "published": "2015-12-04",
        "url": "https://example.org/communique",
        "text": TEXT,
        "keep_text": True,
    },
    "speakers": {
        "code": "example-2015-12-04-trainers:ministers",
        "name": "ministers of Norway",
        "country": "NO",
        "role": "official",
        "anonymous": True,
        "source": "example-2015-12-04-trainers",
    },
    "quotes": {
        "source": "example-2015-12-04-trainers",
        "exact": "would send 60 more trainers next year, if asked",
        "speaker": "example-2015-12-04-trainers:ministers",
        "voice": "indirect",
    },
    "contributions": {"coalition": "counter-isil", "country": "NO", "kind": "training"},
    "statements": {
        "quote_code": "example-2015-12-04-trainers:30-77",
        "contribution": "no-training",
        "status": "offered",
        "change": "more",
        "low": 60,
        "high": 60,
        "metric": "personnel",
        "words": "60",
        "reads_as": "change",
        "due": "2016",
        "condition": "if asked",
    },
    "tallies": {
        "quote_code": "example-2015-12-04-trainers:30-77",
        "low": 1,
        "bounds_by": "analyst",
        "counts": {"kind": "training"},
        "credibility": 6,
    },
}

# The codes that these are given, and the version that each step finds.
WRITTEN = {
    "sources": "example-2015-12-04-trainers",
    "speakers": "example-2015-12-04-trainers:ministers",
    "quotes": "example-2015-12-04-trainers:30-77",
    "contributions": "no-training",
    "statements": "example-2015-12-04-trainers:30-77:1",
    "tallies": "example-2015-12-04-trainers:30-77:2",
}
CHANGES: dict[str, dict[str, Any]] = {
    "sources": {"title": "An example of a communiqué, corrected"},
    "speakers": {"office": "government of Norway"},
    "quotes": {"note": "An example."},
    "contributions": {"title": "Norway: trainers"},
    "statements": {"note": "An example."},
    "tallies": {"note": "An example."},
}
STEPS: dict[str, dict[str, Any]] = {
    "submit": {},
    "send_back": {"reason": "Say whose trainers they are."},
    "publish": {},
    "withdraw": {"reason": "It was an example."},
    "replace": {"reason": "It was misread.", "note": "An example."},
}
VERSIONS = {"submit": 1, "send_back": 2, "publish": 2, "withdraw": 3, "replace": 3}
# Of a contribution: its statement has taken it along, and each step of it is a change.
CONTRIBUTION_VERSIONS = VERSIONS | {"withdraw": 6}
