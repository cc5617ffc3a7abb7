"""A key of this machine's own: private, lasting, and one for all processes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coalition.local_key import local_secret_key


def test_key_is_long_private_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    key = local_secret_key(path)
    assert len(key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert local_secret_key(path) == key


def test_those_who_start_together_share_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(local_secret_key, [path] * 64))
    assert keys == {path.read_text()}
    assert list(tmp_path.iterdir()) == [path]
