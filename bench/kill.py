"""`kill -9` at a random moment of `read`, many times: everything acknowledged is there, nothing is half there, the next read completes.

usage: kill.py [--times N] [--program N] [--seed N] [FOLDER]

A trial reads a folder of articles (default: one of examples/) into a new ledger with the program's own stages, in a process
of its own that is ended with SIGKILL at a moment drawn at random over the time that a whole read takes; one time in six the
next read is killed as well. The process tells each article and story once its transaction is done. After each kill:

- `PRAGMA integrity_check` and `foreign_key_check` find nothing;
- every article and story that was told is there, with its bytes (by their hash), its reading and its profile;
- every evidence is the text at its place; a claim's statements, a matter's claims, both sides of a conflict, a forecast's
  claim are there, in the same story.

After the last, the next read completes, and the ledger's JSON is, to the byte, that of a read nobody disturbed. What the
annotator says is worked out once before: otherwise nearly all moments would fall into parsing and few into storing. Only
kills count that came before the read had ended.

`--program N` does the same N times to the command as a person starts it, with its workers, which also have to end.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

from reportedly.codec import encode
from reportedly.ledger import Ledger, inspect
from reportedly.pipeline import default_stages, document, read
from reportedly.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = Settings(today="2030-01-01", network="off")


class Fault(Exception):
    """Something was lost or is half there."""


def require(holds, what):
    if not holds:
        raise Fault(what)


# ---- a read that can be killed


class Remembering:
    """An annotator that says again what it said before."""

    def __init__(self, annotator):
        self._annotator, self._said = annotator, {}
        self.name, self.models = annotator.name, annotator.models

    def annotate(self, article):
        key = encode(article)
        if key not in self._said:
            self._said[key] = self._annotator.annotate(article)
        return self._said[key]


def ready():
    """The program's stages, warm, in one process."""
    stages = default_stages(SETTINGS, fast=True)
    annotator = Remembering(stages.annotator())
    return replace(stages, annotator=lambda: annotator, cleaning=None)


def whole(path, inputs, stages, told=None):
    """Read everything; the ledger as JSON."""
    with Ledger.open(str(path), create=True) as ledger:
        done = read(ledger, inputs, SETTINGS, stages=stages, observe=told)
        require(not done.failures, f"the read failed: {done.failures[:2]}")
        return encode(document(ledger, SETTINGS, stages=stages))


def forked(work):
    """Start a function in a process of its own; (process id, the end of a pipe that it writes to)."""
    end, start = os.pipe()
    process = os.fork()
    if process:
        os.close(start)
        return process, end
    status = 1
    try:
        os.close(end)
        with os.fdopen(start, "wb", buffering=0) as out:
            work(out)
        status = 0
    except BaseException as error:  # noqa: BLE001 -- told to the parent by the status
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    finally:
        os._exit(status)


def drained(end):
    with os.fdopen(end, "rb") as pipe:
        return pipe.read().decode()


def killed(path, inputs, stages, seconds):
    """Read, killed after so many seconds: (whether it was, what it had told)."""

    def work(out):
        whole(path, inputs, stages, told=lambda step: out.write(f"{step.step}\t{step.name}\n".encode()))

    process, end = forked(work)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    told = [tuple(line.split("\t")) for line in drained(end).splitlines()]
    require(os.WIFSIGNALED(status) or status == 0, f"the read ended by itself with status {status}")
    return os.WIFSIGNALED(status), told


def completed(path, inputs, stages):
    """The next read, in a process that knows nothing: the ledger as JSON, and how long it took."""
    began = time.monotonic()
    process, end = forked(
        lambda out: out.write(hashlib.sha256(whole(path, inputs, stages).encode()).hexdigest().encode())
    )
    said = drained(end)
    _, status = os.waitpid(process, 0)
    require(status == 0, f"the next read ended with status {status}")
    return said, time.monotonic() - began


# ---- what must hold


def check(path, told):
    """What a killed read left; how many articles and stories there are.

    Raises:
        Fault: it is not sound, or something that was told is not there.
    """
    if inspect(path) is None:
        require(not told, f"{len(told)} things were told and there is no ledger")
        return 0, 0
    with contextlib.closing(sqlite3.connect(path)) as c:
        require(c.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "integrity_check")
        require(c.execute("PRAGMA foreign_key_check").fetchall() == [], "foreign_key_check")
        for digest, size, content in c.execute("SELECT sha256, size, content FROM raw"):
            data = zlib.decompress(content)
            require(len(data) == size and hashlib.sha256(data).hexdigest() == digest, f"bytes {digest}")
        articles = dict(c.execute("SELECT id, file FROM articles"))
        for table in ("readings", "profiles", "sightings"):
            some = {row[0] for row in c.execute(f"SELECT article FROM {table}")}
            require(some >= articles.keys(), f"an article without {table}")
        stored = {row[0] for row in c.execute("SELECT id FROM stories")}
    for kind, name in told:
        require(
            name in (articles.values() if kind == "article" else stored), f"{kind} {name} was told and is not there"
        )
    with Ledger.open(str(path), write=False) as ledger:
        texts = {a.id: a.text for a in ledger.articles(sorted(articles))}
        for note in ledger.annotations(sorted(articles)).values():
            evidence(note.assertions, texts)
        for story in ledger.stories():
            together(ledger.story_ledger(story.id), texts)
    return len(articles), len(stored)


def evidence(assertions, texts):
    for one in assertions:
        text = texts[one.article]
        require(one.evidence.text == " ".join(text[s:e] for s, e in one.evidence.spans), f"evidence of {one.id}")


def together(made, texts):
    """Everything that a story's rows name is there."""
    assertions = {a.id for a in made.assertions}
    claims = {c.id for c in made.claims}
    evidence(made.assertions, texts)
    require(set(made.articles) <= texts.keys(), "a story's article")
    require({a.article for a in made.assertions} <= set(made.articles), "a statement of another story's article")
    require(set(made.claim_of) <= assertions and set(made.claim_of.values()) <= claims, "a statement's claim")
    for claim in made.claims:
        require(claim.assertions and set(claim.assertions) <= assertions, f"half a claim: {claim.id}")
    require({i for m in made.matters for i in m.claims} <= claims, "a matter's claim")
    require({i for c in made.conflicts for i in (c.a, c.b)} <= claims | assertions, "a side of a conflict")
    require({f.claim for f in made.forecasts} <= claims, "a forecast's claim")
    require({f.by for f in made.forecasts if f.by} <= assertions, "what a forecast was settled by")


# ---- many times


def trials(times, inputs, rng, folder):
    """Kill until it was done so often; what was found, as counts."""
    stages = ready()
    straight = hashlib.sha256(whole(folder / "straight.db", inputs, stages).encode()).hexdigest()
    articles, stories = check(folder / "straight.db", [])
    seen = Counter()
    typical = max(completed(folder / f"timed{n}.db", inputs, stages)[1] for n in range(3))
    while seen["kills"] < times:
        path = folder / f"{seen['trials']}.db"
        for number in range(rng.choice((1, 1, 1, 1, 1, 2))):
            was, told = killed(path, inputs, stages, rng.uniform(0, typical))
            there = check(path, told)
            seen["told"] += len(told)
            seen["kills" if was else "too late"] += 1
            if was:
                seen[where(there, articles, stories)] += 1
            if number == 0:  # a whole read takes longer when the machine is busy: the moments follow
                typical *= 1.03 if was else 0.9
        found = completed(path, inputs, stages)[0]
        require(found == straight, f"trial {seen['trials']}: the completed ledger is another one")
        seen["trials"] += 1
        for old in folder.glob(f"{path.name}*"):
            old.unlink()
        if seen["trials"] % 100 == 0:
            print(f"  {seen['kills']:,} kills in {seen['trials']:,} trials", file=sys.stderr)
    return seen


def where(there, articles, stories):
    have, made = there
    if not have:
        return "before the first article"
    if have < articles:
        return "among the articles"
    return "while stories were made" if made < stories else "at the end"


def programs(times, inputs, rng, folder):
    """The same to the command itself."""
    command = [sys.executable, "-m", "reportedly.views.cli"]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("REPORTEDLY_")} | {"REPORTEDLY_TODAY": "2030-01-01"}

    def run(path, seconds=None):
        began = time.monotonic()
        process = subprocess.Popen(
            [*command, "read", *inputs, "--fast", "--db", str(path)],
            env=kept, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        if seconds is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            before = count(path)
            process.kill()
        return process.wait(), before if seconds is not None else 0, time.monotonic() - began, process.pid

    def json_of(path):
        return subprocess.run(
            [*command, "ledger", "--all", "--format", "json", "--db", str(path)], env=kept, cwd=folder, capture_output=True, check=True
        ).stdout  # fmt: skip

    status, _, typical, _ = run(folder / "p.db")
    require(status == 0, f"the program ended with {status}")
    straight = json_of(folder / "p.db")
    all_articles, all_stories = check(folder / "p.db", [])
    seen = Counter()
    while seen["kills"] < times:
        path = folder / f"p{seen['trials']}.db"
        status, before, _, group = run(path, rng.uniform(0.5, 1) * typical)
        there = check(path, [])
        require(there[0] >= before, f"{before} articles were there before the kill, {there[0]} after it")
        require(ended(group), "a worker outlived its program by 10 s")
        seen["kills"] += status == -signal.SIGKILL
        seen["too late"] += status == 0
        seen[where(there, all_articles, all_stories)] += status != 0
        require(run(path)[0] == 0, "the next read failed")
        require(json_of(path) == straight, "the completed ledger is another one")
        seen["trials"] += 1
    return seen


def count(path):
    try:
        with Ledger.open(str(path), write=False) as ledger:
            return ledger.counts()["articles"]
    except Exception:  # noqa: BLE001 -- it is being made
        return 0


def ended(group):
    """Whether no process of that group is left after some seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("folder", nargs="*", default=[str(ROOT / "examples" / "solveig-ferry")])
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--program", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    inputs = [str(Path(f).resolve()) for f in asked.folder]
    rng = random.Random(asked.seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        for doing, times in ((trials, asked.times), (programs, asked.program)):
            if not times:
                continue
            seen = doing(times, inputs, rng, Path(name))
            print(f"{doing.__name__}: {json.dumps(seen)}")
    print(f"all sound, all completed to the same bytes; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # threads do not survive a fork
    try:
        main()
    except Fault as fault:
        sys.exit(f"FAULT: {fault}")
