"""Killed without a word, several times in one read: the ledger is sound, and the next read completes it."""

import os
import subprocess
import sys
import time
from pathlib import Path

from fakes import snapshots, stages
from reportedly.codec import encode
from reportedly.ledger import Ledger
from reportedly.pipeline import document, read
from reportedly.settings import Settings

PROGRAM = """
import sys
from fakes import Annotator, snapshots, stages
from reportedly.ledger import Ledger
from reportedly.pipeline import read
from reportedly.settings import Settings
sys.path.insert(0, sys.argv[2])
from test_kill import TEXTS
with Ledger.open(sys.argv[1], create=True) as ledger:
    read(ledger, [], Settings(), stages=stages(Annotator(pause=0.01), read=snapshots(*TEXTS)))
"""
TEXTS = [
    f"T{n} | Post {n % 3} | 2030-01-{n % 28 + 1:02}\n{'FERRY' if n % 2 else 'BRIDGE'} number {n} was seen."
    for n in range(40)
]


def bytes_of(ledger):
    return encode(document(ledger, Settings(), stages=stages()))


def test_killed_and_read_again(tmp_path):
    path = tmp_path / "l.db"
    here = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": str(here.parent)}
    counted = []
    for more in (3, 12, 25):
        running = subprocess.Popen([sys.executable, "-c", PROGRAM, str(path), str(here)], env=environment)
        deadline = time.monotonic() + 60
        while running.poll() is None and _count(path) < more and time.monotonic() < deadline:
            time.sleep(0.005)
        running.kill()
        running.wait()
        counted.append(_count(path))
    assert counted == sorted(counted)
    assert counted[0] >= 3, "what was read is kept"
    assert counted[-1] < len(TEXTS), "it was killed in the middle"
    with Ledger.open(str(path)) as ledger, ledger._read() as c:
        assert c.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert c.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    parts = stages(read=snapshots(*TEXTS))
    with Ledger.open(str(path)) as ledger:
        summary = read(ledger, [], Settings(), stages=parts)
        assert summary.known == counted[-1]
        found = bytes_of(ledger)
    with Ledger.open(str(tmp_path / "straight.db"), create=True) as straight:
        read(straight, [], Settings(), stages=parts)
        assert bytes_of(straight) == found


def _count(path):
    try:
        with Ledger.open(str(path), write=False) as ledger:
            return ledger.counts()["articles"]
    except Exception:  # noqa: BLE001 -- it is being made
        return 0
