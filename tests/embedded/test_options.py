from coalition.embedded.options import PGTRIGGER_IGNORE, PREPARE_THRESHOLD, connection_options


def test_what_is_there_stays() -> None:
    given = {"options": "-c work_mem=8MB", "pool": True}
    assert connection_options(given) == {
        "options": f"-c work_mem=8MB {PGTRIGGER_IGNORE}",
        "pool": True,
        "prepare_threshold": PREPARE_THRESHOLD,
    }
    assert given["options"] == "-c work_mem=8MB"


def test_twice_is_once() -> None:
    once = connection_options()
    assert connection_options(once) == once
    assert once == {"options": PGTRIGGER_IGNORE, "prepare_threshold": PREPARE_THRESHOLD}


def test_another_value_is_kept() -> None:
    chosen = {"options": "-c pgtrigger.ignore={a:b}", "prepare_threshold": None}
    assert connection_options(chosen) == chosen
