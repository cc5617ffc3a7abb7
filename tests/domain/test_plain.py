"""The domain is plain Python: importing it brings in no Django."""

import subprocess
import sys
from pathlib import Path

DOMAIN = Path(__file__).resolve().parents[2] / "tracker" / "domain"


def test_no_module_imports_django() -> None:
    modules = sorted(f"tracker.domain.{path.stem}" for path in DOMAIN.glob("[!_]*.py"))
    assert "tracker.domain.dates" in modules
    program = f"import sys, {', '.join(modules)}; print([m for m in sys.modules if 'django' in m])"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=DOMAIN.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "[]\n"
