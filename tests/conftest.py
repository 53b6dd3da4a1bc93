"""What all tests share: the import path, where the evaluation data are, and a last line where they are not."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))  # so that every test can import `fakes`

# How long an example takes says more of what else the machine does than of the code; benchmarks measure time.
settings.register_profile("untimed", parent=settings.default, deadline=None)
settings.load_profile("untimed")

EVAL = Path(os.environ.get("REPORTEDLY_EVAL") or Path(__file__).parents[2] / "shared" / "eval")
NO_EVAL = "no evaluation data (REPORTEDLY_EVAL)"


def pytest_make_parametrize_id(val, argname):
    """Bytes are named by their place: packed ones may hold the second they were packed in, and workers compare names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def eval_data():
    """The folder of evaluation data; a test that asks for it skips where there is none."""
    if not (EVAL / "stories").is_dir():
        pytest.skip(NO_EVAL)
    return EVAL


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    without = sum(NO_EVAL in str(report.longrepr) for report in skipped)
    if without:
        line = f"{without} gates on real coverage skipped: no evaluation data in {EVAL}; REPORTEDLY_EVAL names their folder"
        terminalreporter.write_line(line, yellow=True)
