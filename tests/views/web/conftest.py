"""A ledger of the sample story, read once, and a client of its pages."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.pipeline import default_stages
from reportedly.settings import Settings
from reportedly.views.web import create_app

ROOT = Path(__file__).parents[3]
PORT = 8321
BASE = f"http://127.0.0.1:{PORT}"


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "sample.db"
    story = ROOT / "examples" / "vidin-ammonia"
    command = [sys.executable, "-m", "reportedly.views.cli", "read", str(story), "--fast", "--db", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.fixture
def settings(sample, tmp_path):
    path = tmp_path / "web.db"
    shutil.copy(sample, path)
    return Settings(db=str(path), today="2019-10-22", who="Ada", network="off")


@pytest.fixture
def client(settings):
    app = create_app(settings, default_stages(settings, fast=True), port=PORT)
    return TestClient(app, base_url=BASE, raise_server_exceptions=False)
