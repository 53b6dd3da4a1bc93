"""Everything that fuzzing found stays mended, and a few hundred new inputs a target: `bench/fuzz.py` runs a million."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name):
    spec = importlib.util.spec_from_file_location(f"bench_{name}", ROOT / "bench" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fuzz = load("fuzz")
FILES = [(t, p) for t in sorted(fuzz.TARGETS) for p in sorted((fuzz.CORPUS / t).iterdir())]
FEW = {"page": 60, "annotate": 25}


@pytest.mark.parametrize(("target", "path"), FILES, ids=lambda x: getattr(x, "name", x))
def test_the_corpus(target, path):
    result = fuzz.attempt(target, path.read_bytes(), 60)
    assert isinstance(result, str), result.told


@pytest.mark.parametrize("target", sorted(fuzz.TARGETS))
def test_spoilt_inputs(target):
    corpus = fuzz.corpus_of(target)
    for number in range(FEW.get(target, 400)):
        data = fuzz.spoilt(target, corpus, 0, number)
        result = fuzz.attempt(target, data, 60)
        assert isinstance(result, str), (number, data, result.told)


def test_an_input_follows_from_its_seed_and_number():
    corpus = fuzz.corpus_of("times")
    once = [fuzz.spoilt("times", corpus, 5, n) for n in range(50)]
    assert once == [fuzz.spoilt("times", corpus, 5, n) for n in range(50)]
    assert len(set(once)) > 40


def test_faults_are_found_and_made_smaller(tmp_path, monkeypatch):
    """Else the tests above would say nothing: an exception, an offset outside, an input without end, a dead process."""
    import os
    import signal
    import time

    def wrong(data):
        if b"crash" in data:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"slow" in data:
            while True:
                time.process_time()
        if b"wrong" in data:
            raise KeyError("nobody foresaw this")

    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "a").write_bytes(b"some text around what is wrong with it")
    monkeypatch.setitem(fuzz.TARGETS, "wrong", wrong)
    monkeypatch.setitem(fuzz.TOKENS, "wrong", [[b"slow", b"crash"]])
    found = fuzz.fuzz("wrong", 60, 1, tmp_path, 0.05)
    assert {name.partition("-")[0] for name in found} == {"KeyError", "TooSlow", "process"}
    assert next(data for name, (data, _) in found.items() if name.startswith("KeyError")) == b"wrong"
