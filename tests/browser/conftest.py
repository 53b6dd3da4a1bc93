"""One browser, and one server of pages over the sample story, for all tests of a run."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome") if Path(p).exists()), None
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine (and CI is not set)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def reportedly(*args):
    return [sys.executable, "-m", "reportedly.views.cli", *args]


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "sample.db"
    story = str(ROOT / "examples" / "vidin-ammonia")
    subprocess.run(reportedly("read", story, "--fast", "--db", str(path)), check=True, capture_output=True)
    return path


@contextlib.contextmanager
def serving(ledger, tmp_path, today):
    """The address of a server with its own copy of a ledger."""
    path = tmp_path / "pages.db"
    shutil.copy(ledger, path)
    command = reportedly("serve", "--port", "0", "--fast", "--db", str(path), "--today", today)
    environment = {**os.environ, "REPORTEDLY_WHO": "Ada", "REPORTEDLY_NETWORK": "off"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as server:
        told = server.stderr.readline()
        found = re.match(r"http://127\.0\.0\.1:\d+", told)
        assert found, told
        yield found.group()
        server.terminate()
        server.wait(10)


@pytest.fixture
def served(sample, tmp_path):
    with serving(sample, tmp_path, "2019-10-22") as address:
        yield address


@pytest.fixture
def hostile(tmp_path):
    """The same over articles that try to be more than text."""
    path = tmp_path / "hostile.db"
    articles = str(ROOT / "tests" / "fixtures" / "hostile_articles.jsonl")
    subprocess.run(reportedly("read", articles, "--fast", "--db", str(path)), check=True, capture_output=True)
    with serving(path, tmp_path, "2024-03-10") as address:
        yield address
