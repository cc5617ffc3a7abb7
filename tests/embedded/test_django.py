"""What Django does with a database works with this one."""

import pytest

from tests.embedded.site import Site

pytestmark = pytest.mark.embedded


def test_test_databases_and_their_clones(site: Site) -> None:
    site.environment["EMBEDDED_APPS"] = "django.contrib.contenttypes django.contrib.auth"
    code = """
ours = "SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database WHERE datname ~ 'coal'"
connection.creation.create_test_db(verbosity=0)
connection.creation.clone_test_db("gw1", verbosity=0)
print(ask(ours), ask("SELECT count(*) FROM django_content_type"))
connection.creation.destroy_test_db(verbosity=0, suffix="gw1")
connection.creation.destroy_test_db("coalition", verbosity=0)
print(ask(ours))
"""
    assert site.run(code).split("\n") == [
        "coalition test_coalition test_coalition_gw1 4",
        "coalition",
    ]


def test_the_test_runner_s_databases_are_not_made_for_it(site: Site) -> None:
    code = """
connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"] = "trial"
try:
    ask("SELECT 1")
except Exception as error:
    print(error)
"""
    assert 'database "trial" does not exist' in site.run(code)


def test_aliases_share_the_server(site: Site) -> None:
    code = "print(ask(STARTED) == ask(STARTED, 'other'), ask('SELECT current_database()', 'other'))"
    assert site.run(code) == 'True of "other" things'


def test_a_copied_connection(site: Site) -> None:
    code = """
copy = connection.copy()
with copy.cursor() as cursor:
    cursor.execute(STARTED)
    print(cursor.fetchone()[0] == ask(STARTED))
copy.close()
"""
    assert site.run(code) == "True"


def test_threads_that_connect_at_once(site: Site) -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
def started(_):
    try:
        return ask(STARTED)
    finally:
        connection.close()
with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(started, range(16)))))
"""
    assert site.run(code) == "1"


def test_a_pool(site: Site) -> None:
    code = """
connection.settings_dict["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 2}
print(ask("SELECT current_database()"), ask("SHOW pgtrigger.ignore"))
connection.close()
connection.close_pool()
"""
    assert site.run(code) == "coalition {}"


def test_dbshell(site: Site) -> None:
    words = ["--tuples-only", "--no-align", "--no-psqlrc", "--command"]
    question = "SELECT current_user, current_database()"
    assert site.django("dbshell", "--", *words, question) == "coalition|coalition"
