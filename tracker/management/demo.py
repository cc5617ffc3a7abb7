"""What ``manage.py demo`` does, step by step: a free port, two logins, a summary, a server."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import NoReturn

from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.core.management.base import CommandError
from rich.markup import escape
from rich.table import Table

from tracker.domain.wording import counted
from tracker.models import Coalition, Quote, Source
from tracker.web.matrix import Cell, KindCount, Matrix, all_kinds, matrix_of
from tracker.web.tallies import Held, Side, held, in_order

HOST = "127.0.0.1"
LOGINS = ("analyst", "reviewer")  # user and group have the same name
PORTS_TRIED = 50
SHOWN = 20  # contributors and tallies of one coalition; the site has them all


# --- The port -------------------------------------------------------------------------------


def check_port(port: int) -> None:
    """Refuse a port that cannot be had, with one that can. Raises CommandError."""
    if not 1 <= port <= 65535:
        raise CommandError(f"{port} is no port: take one from 1024 to 65535, such as 8000.")
    if why := _refused(port):
        free = next((p for p in range(port + 1, port + PORTS_TRIED) if not _refused(p)), port + 1)
        raise CommandError(f"Port {port} {why}. Take another: make demo PORT={free}")


def _refused(port: int) -> str:
    """Why nothing can be served there; nothing if it can."""
    if port > 65535:
        return "is no port"
    with socket.socket() as probe:
        # As servers do: what an ended one has left behind on the port is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            return "is for administrators"
        except OSError:
            return "is busy: something else answers there"
    return ""


# --- The logins -----------------------------------------------------------------------------


def make_logins() -> dict[str, str]:
    """The two logins with new passwords: user name to password."""
    passwords = {name: secrets.token_urlsafe(9) for name in LOGINS}
    for name, password in passwords.items():
        person, _ = User.objects.get_or_create(username=name)
        person.is_staff = person.is_active = True
        person.set_password(password)
        person.save()
        person.groups.add(Group.objects.get(name=name))
    AccessAttempt.objects.filter(username__in=LOGINS).delete()  # of the last passwords
    return passwords


# --- The summary ----------------------------------------------------------------------------


def summary() -> Iterator[Table | str]:
    """What is loaded, who contributes, and what officials claim of the whole."""
    kinds = all_kinds()
    for coalition in Coalition.objects.all():
        yield _loaded(coalition)
        matrix = matrix_of(coalition, kinds)
        if matrix.rows:
            yield _who_contributes(coalition, matrix)
        claims = list(held(in_order(coalition)[:SHOWN]))
        if claims:
            yield _claims(claims)


def _loaded(coalition: Coalition) -> str:
    sources = Source.objects.public().filter(coalition=coalition).count()
    quotes = Quote.objects.public().filter(source__coalition=coalition).count()
    told = f"{counted(quotes, 'quote')} in {counted(sources, 'source')}"
    return f"[bold]{escape(coalition.name)}[/bold]: {told}"


def _who_contributes(coalition: Coalition, matrix: Matrix) -> Table:
    """Deeds and promises side by side, never added; where nobody says anything, nothing stands."""
    table = Table(title=f"Who contributes to the {escape(coalition.name)}", title_justify="left")
    table.add_column("Contributor", overflow="fold")
    for total in matrix.totals:
        table.add_column(f"{total.label} ({total.number.count})", overflow="fold")
    for row in [*matrix.states, *matrix.others][:SHOWN]:
        table.add_row(escape(row.name), *(_kinds(cell) for cell in row.cells))
    if (more := len(matrix.rows) + matrix.left_out - SHOWN) > 0:
        table.add_row(f"and {more} more", *("…" for _ in matrix.totals))
    return table


def _kinds(cell: Cell) -> str:
    return ", ".join(map(_kind, cell.kinds))


def _kind(kind: KindCount) -> str:
    """Airstrikes 3, deployment 2; military contribution 6 (of these …) where they are not all."""
    inside = ", ".join(f"{inner.name.lower()} {inner.number.count}" for inner in kind.inside)
    if inside and kind.number.count == sum(inner.number.count for inner in kind.inside):
        return inside
    alone = f"{kind.name.lower()} {kind.number.count}"
    return f"{alone} (of these {inside})" if inside else alone


def _claims(claims: list[Held]) -> Table:
    """What officials claim, and who of it the record names."""
    table = Table(title="Claims about the whole, held against the record", title_justify="left")
    table.add_column("Words", ratio=5)
    table.add_column("Claimed", justify="right", no_wrap=True)
    for name in ("Certain", "Possible"):
        table.add_column(name, ratio=4)
    table.add_column("Not named", justify="right", no_wrap=True)
    for each in claims:
        words = shorten(each.claim.words.quote.exact, 48, placeholder="…")
        sides = [_side(side) for side in each.sides[:2]]
        table.add_row(escape(f"“{words}”"), each.claimed, *sides, each.not_named)
    return table


def _side(side: Side) -> str:
    names = ", ".join(who.named.country.name for who in side.who)
    return escape(f"{side.number}: {names}") if names else "–"


# --- The server -----------------------------------------------------------------------------


def serve(port: int, folder: Path) -> NoReturn:
    """Become gunicorn, in the project's folder, on this machine only and over plain http.

    The process is replaced: Ctrl-C reaches the server itself, and nothing is left behind.
    """
    check_port(port)  # somebody may have been faster meanwhile
    os.environ["COALITION_INSECURE_HTTP"] = "1"
    os.chdir(folder)
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "coalition.wsgi:application"]
    os.execv(sys.executable, [*command, "--bind", f"{HOST}:{port}", "--log-level", "warning"])  # noqa: S606
