"""The other process of tests.bench.turmoil: writes until its standard input has a line."""

import json
import random
import select
import sys

import django


def main() -> None:
    django.setup()
    from django.contrib.auth.models import User

    from tests import record
    from tests.turmoil import Writer
    from tracker.generate import COALITION
    from tracker.models import Coalition

    source = record.source("turmoil", coalition=Coalition.objects.get(code=COALITION))
    by, _ = User.objects.get_or_create(username="turmoil", defaults={"is_superuser": True})
    writer = Writer(source, by, random.Random(2015))  # noqa: S311
    writer.step()
    _say("begun")
    while not select.select([sys.stdin], [], [], 0)[0]:
        writer.step()
    _say(json.dumps({"inserted": writer.inserted, "withdrawn": writer.withdrawn}))


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
