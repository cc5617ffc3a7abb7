"""Bodies that can be sent as they stand, one after the other, to a site with the fixtures."""

from __future__ import annotations

from typing import Any

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
        "counts": {"kind": "training"},
        "credibility": 6,
    },
}
