"""The documentation against the program: every command and field described, every example run, every link there."""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import reportedly
from reportedly import errors
from reportedly.annotate import gazetteer
from reportedly.settings import Limits, Settings
from reportedly.views.cli import app
from reportedly.views.formats import Format

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "bench/README.md",
    ROOT / "examples/README.md",
]
WITH_EXAMPLES = [ROOT / "README.md", ROOT / "docs/tutorial.md", ROOT / "docs/how-to.md"]
COMMANDS = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
FIELDS = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8")
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
FENCE = re.compile(r"^```(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ID = re.compile(r"\b([acqs])[0-9a-f]{12}\b")
LEFT_OUT = "…"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the examples are typed into a shell")


def sections(text, mark):
    """Heading -> what stands below it, down to the next heading of that rank or a higher one."""
    found = {}
    for heading in re.finditer(rf"^{mark} (.+)$", text, re.MULTILINE):
        rest = text[heading.end() :]
        end = re.search(rf"^#{{1,{len(mark)}}} ", rest, re.MULTILINE)
        found[heading.group(1)] = rest[: end.start()] if end else rest
    return found


def first_cells(text):
    """The names in backquotes in the first column of the tables."""
    for line in text.splitlines():
        if line.startswith("|"):
            yield from re.findall(r"`([^`]+)`", re.split(r"(?<!\\)\|", line)[1])


# ---- commands

PROGRAM = typer.main.get_command(app)
DESCRIBED = sections(COMMANDS, "###")


def test_every_command_is_described_and_every_one_described_exists():
    assert set(DESCRIBED) == set(PROGRAM.commands)
    linked = re.findall(r"\[`(\w+)`\]\(#\1\)", COMMANDS)
    assert sorted(linked) == sorted(PROGRAM.commands)


@pytest.mark.parametrize("name", sorted(PROGRAM.commands))
def test_every_option_is_described_and_every_one_described_exists(name):
    text = DESCRIBED[name]
    some = getattr(PROGRAM.commands[name], "commands", None) or {name: PROGRAM.commands[name]}
    real = {o for c in some.values() for p in c.params for o in p.opts if o.startswith("-")} - {"--help"}
    usage = "\n".join(body for _, body in FENCE.findall(text))
    assert usage.startswith(f"reportedly {name}")
    if name not in some:  # a group: each of its commands is described too
        assert set(re.findall(rf"^reportedly {name} ([a-z-]+)", usage, re.MULTILINE)) == set(some)
        usage = "\n".join(re.sub(rf"^(reportedly {name}) [a-z-]+", r"\1", line) for line in usage.splitlines())
    assert set(OPTION.findall(usage)) <= real
    assert real <= set(OPTION.findall(usage)) | set(re.findall(r"`(--?[a-z-]+)`", text))
    assert set(re.findall(r"`(--?[a-z-]+)`", text)) <= real | {"-", "--as-of", "--today"}


def test_the_shared_options_exist():
    shared = sections(COMMANDS, "##")["Options that many commands have"]
    real = {o for c in PROGRAM.commands.values() for p in c.params for o in p.opts} | {"--version", "--help"}
    named = {o for cell in first_cells(shared) for o in OPTION.findall(cell)}
    assert named <= real
    assert {"--db", "--today", "--fast", "--format", "--all", "--as-of"} <= named
    assert re.findall(r"[a-z]+", re.search(r"`--format (.+?)`", shared)[1]) == list(Format)


def test_every_error_code_is_described_and_every_one_described_exists():
    def codes(kind):
        yield kind.code
        for child in kind.__subclasses__():
            yield from codes(child)

    assert gazetteer.BadGazetteer.code  # declared outside of errors.py: loaded, it is among the subclasses
    sources = "\n".join(p.read_text(encoding="utf-8") for p in Path(reportedly.__file__).parent.rglob("*.py"))
    described = set(first_cells(sections(COMMANDS, "##")["Error codes"]))
    real = set(codes(errors.ReportedlyError))
    assert real <= described
    assert [c for c in described - real if f'"{c}"' not in sources] == []


def test_every_setting_is_described():
    described = set(first_cells(sections(COMMANDS, "##")["Settings"])) - {"reportedly.toml"}
    plain = {f.name for f in dataclasses.fields(Settings)} - {"limits"}
    assert described == plain | {f"limits.{f.name}" for f in dataclasses.fields(Limits)}
    assert all(f"`REPORTEDLY_{name.upper()}`" in COMMANDS for name in plain)


# ---- fields


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The documents of the sample: all stories, the largest alone; what `clean`, `annotate` and `group` give."""
    folder = tmp_path_factory.mktemp("docs")
    db = str(folder / "sample.db")

    def ask(*arguments, stdin=None):
        done = CliRunner().invoke(app, list(arguments), input=stdin)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    ask("read", str(ROOT / "examples/vidin-ammonia"), "--db", db)
    first = json.loads(ask("ledger", "--all", "--format", "json", "--db", db))["claims"][0]["id"]
    ask("judge", "note", first, "seen", "--db", db)
    every = json.loads(ask("ledger", "--all", "--format", "json", "--db", db))
    largest = max(every["stories"], key=lambda s: sum(a["story"] == s["id"] for a in every["articles"]))
    one = json.loads(ask("ledger", largest["id"], "--format", "json", "--db", db))
    texts = ask("clean", str(ROOT / "examples/vidin-ammonia/channel-nord.html"))
    return {
        "db": db,
        "all": every,
        "ledger": one,
        "clean": json.loads(texts),
        "annotate": json.loads(ask("annotate", "-", "--fast", stdin=texts)),
        "group": json.loads(ask("group", "-", "--fast", stdin=texts)),
    }


def paths(value, name=""):
    """The names of all fields: `a.b`, `a[].b`. What a model is called is no field."""
    if isinstance(value, list):
        for item in value:
            yield from paths(item, f"{name}[]")
    elif isinstance(value, dict) and name != "made_by.models":
        for key, inner in value.items():
            path = f"{name}.{key}" if name else key
            yield path
            yield from paths(inner, path)


def leaves(found):
    """The fields without those that only hold others, and places in lists of plain values."""
    return {p for p in found if not any(q.startswith((f"{p}.", f"{p}[].")) for q in found)}


def test_every_field_of_the_ledger_is_described_and_every_one_described_exists(sample):
    real = set(paths(sample["ledger"])) | {"stories"}
    described = {
        cell for cell in first_cells(sections(FIELDS, "##")["ledger"]) if re.match(r"[a-z_]+[\w.\[\]]*$", cell)
    }
    assert described - real == set()
    assert leaves(real) - described == set()
    assert "stories" in sample["all"]
    assert sample["all"]["story"] is None


@pytest.mark.parametrize("command", ["clean", "annotate", "group"])
def test_every_field_of_the_pipes_is_described_and_every_one_described_exists(sample, command):
    described = set(first_cells(sections(FIELDS, "##")[command]))
    found = set(paths(sample[command]))
    whole = {cell for cell in described if "[" not in cell}
    apart = {cell.partition("[")[0] for cell in described - whole}
    assert whole | apart == set(sample[command])
    inner = {p for p in leaves(found) if p.partition("[")[0] in apart}
    assert inner == described - whole


def test_annotate_gives_the_assertions_of_the_ledger_without_what_a_story_adds(sample):
    ours = {p for p in paths(sample["ledger"]) if p.startswith("assertions[].")}
    said = sections(FIELDS, "##")["annotate"]
    without = re.search(r"without (.+?) \|", said).group(1)
    left_out = {f"assertions[].{name}" for name in re.findall(r"`([^`]+)`", without)}
    given = {p for p in paths(sample["annotate"]) if p.startswith("assertions[].")}
    assert left_out <= ours
    assert given <= ours - left_out
    assert not given & left_out


def test_the_fields_of_the_views_are_described(sample):
    said = sections(FIELDS, "##")["Views"]
    for claim in re.findall(r"`(\w+)`: `\[\{([^`]+)\}\]`", said):
        assert claim[0] in PROGRAM.commands
    words = set(re.findall(r"\w+", said))
    one = sample["ledger"]["claims"][0]["id"]
    asked = [
        ["timeline", "--all"],
        ["sources", "--all"],
        ["stories"],
        ["search", "the"],
        ["since", "2019-10-16", "--all"],
    ]
    for arguments in [*asked, ["show", one], ["show", sample["ledger"]["articles"][0]["id"]]]:
        done = CliRunner().invoke(app, [*arguments, "--format", "json", "--db", sample["db"]])
        assert done.exit_code == 0, done.stderr
        value = json.loads(done.stdout)
        assert value
        rows = value if isinstance(value, list) else [value]
        assert {key for row in rows for key in row} <= words, arguments


# ---- examples


def examples(page):
    """(command, the lines that are said to come out of it, whether they are said to be the same for everybody)."""
    for language, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if language.split()[:1] != ["console"]:
            continue
        assert body.startswith("$ "), "a console example begins with what is typed"
        for block in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = block.partition("\n")
            yield command, output.splitlines(), "stable" in language.split()[1:]


def flat(text):
    return " ".join(text.split())


class Shell:
    """A folder with the examples in it, and the program on the path."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(ROOT / "examples", folder / "examples")
        programs = folder / ".bin"
        programs.mkdir()
        program = programs / "reportedly"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reportedly.views.cli "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("REPORTEDLY_")}
        self.environment = kept | {"PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "100"}
        self.known = {}

    def run(self, command):
        return subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def with_ids(self, command):
        """The command, ids that this ledger does not have replaced by one of their kind that it has."""
        if not ID.search(command):
            return command
        named = re.search(r"--db (\S+)", command)
        db = named.group(1) if named else "reportedly.db"
        if db not in self.known:
            whole = json.loads(self.run(f"reportedly ledger --all --format json --db {db}").stdout)
            lists = {"a": "articles", "c": "claims", "q": "assertions", "s": "stories"}
            self.known[db] = {kind: [row["id"] for row in whole[name]] for kind, name in lists.items()}
        known = self.known[db]
        return ID.sub(lambda m: m[0] if m[0] in known[m[1]] else known[m[1]][0], command)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda p: p.stem)
def test_every_example_runs(page, tmp_path):
    shell = Shell(tmp_path)
    seen = 0
    for command, output, stable in examples(page):
        done = shell.run(shell.with_ids(command))
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        said = flat(done.stdout + done.stderr)
        if stable:
            missing = [line for line in output if line.strip() != LEFT_OUT and flat(line) not in said]
            assert not missing, f"{command}\n{said[:500]}"
        elif output:
            assert said, command
        seen += 1
    assert seen >= 4


# ---- links


def anchors(text):
    """The anchors that a page's headings have, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.is_file(), target
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


def test_pictures_are_small():
    pictures = [p for p in (ROOT / "docs/images").iterdir() if p.suffix in {".png", ".svg"}]
    assert pictures
    assert all(p.stat().st_size < 300_000 for p in pictures)
    assert not [
        p for p in pictures if p.suffix == ".svg" and re.search(r"url\(['\"]?https?:", p.read_text(encoding="utf-8"))
    ]
