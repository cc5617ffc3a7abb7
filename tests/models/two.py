"""A second session, to meet the first one in the middle of a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager, nullcontext
from threading import Event
from types import TracebackType
from typing import Any, Self

import psycopg
import pytest
from django.db import connection, connections, transaction

from tracker import actions

SOON = 20  # seconds: far more than any of these takes
A_MOMENT = 0.3  # seconds after which what has not ended is taken to wait


class Other:
    """A session of raw SQL beside the test's own, in a transaction of its own."""

    def __init__(self, isolation: str = "READ COMMITTED") -> None:
        params = connection.get_connection_params()
        self._session = psycopg.connect(**params)
        self._pool = ThreadPoolExecutor(1)
        self.run(f"SET TRANSACTION ISOLATION LEVEL {isolation}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.cancel_safe()
        self._pool.shutdown()
        self._session.close()

    def run(self, sql: str, **names: Any) -> None:
        self._session.execute(sql, names)

    def later(self, sql: str, **names: Any) -> Future[None]:
        return self._pool.submit(self.run, sql, **names)

    def commit(self) -> None:
        self._session.commit()

    def rollback(self) -> None:
        self._session.rollback()

    def refused(self, sql: str, **names: Any) -> str:
        """The rule that refuses this SQL, or the commit after it."""

        def attempt() -> None:
            self.run(sql, **names)
            self.commit()

        with pytest.raises(psycopg.errors.IntegrityError) as caught:
            attempt()
        return caught.value.diag.constraint_name or ""


def waits(future: Future[None]) -> bool:
    """Whether what was begun waits for somebody."""
    try:
        future.result(A_MOMENT)
    except NotYet:
        return True
    return False


def refused(future: Future[Any]) -> str:
    """The rule by which what had waited was refused."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        future.result(SOON)
    return caught.value.diag.constraint_name or ""


@contextmanager
def beside(
    deed: Callable[[], Any], *, derived: bool = True, **acting: Any
) -> Iterator[Future[Any]]:
    """Run a deed as another session's action: done and derived, committed when the block ends.

    With ``derived=False`` it is derived only then. A deed that is an action of its own is given
    without a doer.
    """
    done, go_on = Event(), Event()

    def pause() -> None:
        done.set()
        go_on.wait(SOON)

    def act() -> None:
        try:
            with transaction.atomic():
                with actions.acting(**acting) if acting else nullcontext():
                    deed()
                    if not derived:
                        pause()
                if derived:
                    pause()
        finally:
            done.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(act)
        assert done.wait(SOON)
        try:
            yield future
        finally:
            go_on.set()


def at_once(deed: Callable[[], Any]) -> Future[Any]:
    """Begin a deed in another session."""
    pool = ThreadPoolExecutor(1)

    def act() -> Any:
        try:
            return deed()
        finally:
            connections.close_all()

    future = pool.submit(act)
    pool.shutdown(wait=False)
    return future
