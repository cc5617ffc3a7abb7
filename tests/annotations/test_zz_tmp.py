from pathlib import Path
from tests.annotations.fixture_files import *
def test_x(folder, tmp_path):
    folder.path.joinpath('x').mkdir()
    try:
        prepare([folder.path, HERE/'mistakes'], TEXTS)
    except FixtureError as e:
        print(e)
