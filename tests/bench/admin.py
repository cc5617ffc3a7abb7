"""Lists, look-ups and forms of the admin: each page against the same page with few rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rich.console import Console
from rich.table import Table

from tests.bench.asked import commonest, rare
from tests.bench.database import about_database, ready_database
from tests.bench.load import Ask, Runner, run_interleaved
from tests.bench.ratios import Ratio, Report
from tests.bench.serving import say, served_site
from tests.bench.settings import BENCH_ROWS, SMALL_ROWS
from tracker.generate import COALITION
from tracker.models import Contribution, Quote, Source, Speaker, Statement

MOST_QUERIES = 25
ROUND_S = 0.5  # short rounds, many of them: the two sides of a ratio lie close together in time
ROUNDS = 5
WHO, PASSWORD = "bench", "not a secret: the database is generated"
LIST, FORM = (1.05, 1.2), (1.05, 1.5)  # aim and limit
SITES = ("default", "small")


@dataclass(frozen=True)
class Page:
    """What is measured: its address with many rows and with few, and how much longer it may take.

    Records of a form are found anew in each database: their keys differ.
    """

    name: str
    path: str
    small: str
    aim_and_limit: tuple[float, float]


@dataclass(frozen=True)
class AdminReport(Report):
    """And how many queries each page asks of the database."""

    queries: Mapping[str, int] = field(default_factory=dict)

    @property
    def broken(self) -> list[Any]:
        return [*super().broken, *(name for name, n in self.queries.items() if n > MOST_QUERIES)]

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "queries": dict(self.queries), "most_queries": MOST_QUERIES}

    def show(self, *, as_json: bool) -> None:
        super().show(as_json=as_json)
        if not as_json:
            table = Table("page", "queries", "")
            for name, number in self.queries.items():
                table.add_row(name, str(number), "too many" if number > MOST_QUERIES else "")
            Console(width=132).print(table)


def run(rounds: int) -> AdminReport:
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name hashed files
    ready_database()
    _ready_small()
    pages = _pages()
    runners: dict[str, Runner] = {}
    with served_site() as large, served_site(SMALL_ROWS) as small:
        cookies = {port: _log_in(port, using) for port, using in _doors(large, small)}
        for page in pages:
            pair = [
                _runner(page.name, large, page.path, cookies),
                _runner(_few(page), small, page.small, cookies),
            ]
            run_interleaved(pair, max(rounds, ROUNDS))
            for runner in pair:
                runner.close()
                runners[runner.ask.name] = runner
    about = {**about_database(), "against": f"{SMALL_ROWS:,}", "rounds": max(rounds, ROUNDS)}
    return AdminReport(about, runners, [_ratio(page) for page in pages], _queries(pages))


# --- The pages ------------------------------------------------------------------------------


def _pages() -> Sequence[Page]:
    return [*_lists(), *_look_ups(), *_forms()]


def _lists() -> Iterator[Page]:
    country, kind, word = commonest("country"), commonest("kind"), rare()
    fewer = {word: rare(SMALL_ROWS)}  # as rare there
    asked: dict[str, list[dict[str, Any]]] = {
        "contribution": [
            {},
            {"p": 3},
            {"o": 1},
            {"country": country},
            {"kind": kind},
            {"kind": "military", "status_group": "actual"},
            {"country": country, "status": "pledged"},
            {"disputed": "true"},
            {"stake": "self"},
            {"review__exact": "draft"},
            {"q": word},
            {"q": "coalition"},
        ],
        "statement": [
            {},
            {"status__exact": "pledged"},
            {"country": country},
            {"whose": "mine"},
            {"review__exact": "in_review"},
            {"q": word},
        ],
        "quote": [{}, {"voice__exact": "indirect"}, {"speaker_role": "military"}, {"q": word}],
        "source": [{}, {"annotation__exact": "unread"}, {"whose": "nobody"}],
        "speaker": [{}, {"role__exact": "official"}],
        "tally": [{}],
        "country": [{}],
    }
    yield _page("home", reverse("admin:index"), LIST)
    for model, questions in asked.items():
        url = reverse(f"admin:tracker_{model}_changelist")
        for question in questions:
            told = " and ".join(f"{name}={value}" for name, value in question.items()) or "all"
            few = {name: fewer.get(value, value) for name, value in question.items()}
            large, small = (f"{url}?{urlencode(each)}" for each in (question, few))
            yield Page(f"{model} list: {told}", large, small, LIST)


def _look_ups() -> Iterator[Page]:
    url = reverse("admin:autocomplete")
    for name, term in (
        ("quote", "coalition"),
        ("quote", rare()),
        ("contribution", "fran"),
        ("contribution", "FR/airstrikes"),
        ("denies", "coalition"),
        ("recipient", "ger"),
    ):
        query = {"app_label": "tracker", "model_name": "statement", "field_name": name}
        few = rare(SMALL_ROWS) if term == rare() else term
        large, small = (f"{url}?{urlencode({**query, 'term': each})}" for each in (term, few))
        yield Page(f"look-up of {name}: {term}", large, small, LIST)


def _forms() -> Iterator[Page]:
    """A record in the middle of each table; the speaker and the country with most quotes."""
    for model, rows in (
        ("contribution", Contribution.objects.filter(coalition=COALITION)),
        ("statement", Statement.objects.filter(quote__source__coalition=COALITION)),
        ("quote", Quote.objects.filter(source__coalition=COALITION)),
        ("source", Source.objects.filter(coalition=COALITION)),
    ):
        yield from _pages_of(model, *(_middle(rows.using(using)) for using in SITES))
    yield from _pages_of("speaker", *(_most_quoted(using) for using in SITES))
    for country in ("FR", "TR"):
        path = reverse("admin:tracker_country_change", args=[country])
        yield _page(f"country form: {country}", path, FORM)
    add = f"{reverse('admin:tracker_statement_add')}?quote="
    large, small = (f"{add}{_middle(Quote.objects.using(it))}" for it in SITES)
    yield Page("statement form, new", large, small, FORM)
    for model in ("contribution", "quote", "source"):
        yield _page(f"{model} form, new", reverse(f"admin:tracker_{model}_add"), FORM)


def _page(name: str, path: str, aim_and_limit: tuple[float, float]) -> Page:
    return Page(name, path, path, aim_and_limit)


def _pages_of(model: str, large: int, small: int) -> Iterator[Page]:
    """Its form and its history, of a record in each database."""
    for page in ("change", "history"):
        paths = [reverse(f"admin:tracker_{model}_{page}", args=[key]) for key in (large, small)]
        name = "form" if page == "change" else page
        yield Page(f"{model} {name}", paths[0], paths[1], FORM)


def _most_quoted(using: str) -> int:
    named = Speaker.objects.using(using).filter(source=None)
    return int(named.annotate(n=Count("quotes")).order_by("-n", "pk")[0].pk)


def _middle(rows: Any) -> int:
    keys = rows.order_by("pk").values_list("pk", flat=True)
    first, last = keys[0], keys.reverse()[0]
    return int(keys.filter(pk__gte=(first + last) // 2)[0])


# --- Two sites, logged in -------------------------------------------------------------------


def _ready_small() -> None:
    command = [sys.executable, "-m", "tests.bench", "database", "--rows", str(SMALL_ROWS)]
    subprocess.run(command, check=True, stdout=sys.stderr)


def _doors(large: int, small: int) -> list[tuple[int, str]]:
    return [(large, "default"), (small, "small")]


def _log_in(port: int, using: str) -> str:
    """Through the page itself, as the reviewer who sees most; gives the cookies."""
    person, _ = User.objects.using(using).get_or_create(username=WHO)
    person.is_staff, person.password = True, make_password(PASSWORD)
    person.save(using=using)
    person.groups.add(Group.objects.using(using).get(name="reviewer"))
    url = reverse("admin:login")
    token = _cookies(port, "GET", url, "", "")["csrftoken"].value
    form = {"username": WHO, "password": PASSWORD, "csrfmiddlewaretoken": token}
    session = _cookies(port, "POST", url, urlencode(form), f"csrftoken={token}")["sessionid"].value
    return f"csrftoken={token}; sessionid={session}"


def _cookies(port: int, method: str, url: str, body: str, cookie: str) -> SimpleCookie:
    connected = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connected.request(method, url, body, headers)
    response = connected.getresponse()
    response.read()
    found = SimpleCookie()
    for header in response.headers.get_all("Set-Cookie") or []:
        found.load(header)
    connected.close()
    return found


def _runner(name: str, port: int, path: str, cookies: Mapping[int, str]) -> Runner:
    headers = (("Cookie", cookies[port]),)
    ask = Ask(name, port, path, rows_at=None, headers=headers, alone=True)
    return Runner(ask, readers=1, round_s=ROUND_S)


def _few(page: Page) -> str:
    return f"{page.name} ({SMALL_ROWS:,})"


def _ratio(page: Page) -> Ratio:
    aim, limit = page.aim_and_limit
    over, under = page.name, _few(page)
    return Ratio(page.name, over, under, "ms", aim=aim, limit=limit, high_is_good=False)


def _queries(pages: Sequence[Page]) -> dict[str, int]:
    """Of each page with the many rows, asked here."""
    say(f"counting queries of {len(pages)} pages at {BENCH_ROWS:,} rows")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username=WHO), "django.contrib.auth.backends.ModelBackend")
    client.get(reverse("admin:index"))
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            client.get(page.path)
        found[page.name] = len(asked)
    return found
