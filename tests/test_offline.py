"""Nothing leaves the machine: the commands that need no network do the same without one, and open no connection."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUARD = """
import os, socket, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        address = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        if isinstance(address, (str, bytes)) and event == "socket.connect":
            return  # a socket of the file system
        os.write(2, ("the network was asked for: %s %r\\n" % (event, address)).encode())
        os._exit(99)

sys.addaudithook(refuse)
"""
"""An audit hook cannot be taken out again (PEP 578): whatever opens a connection, in whatever library, ends the program."""


def without_route():
    """The beginning of a command that runs in a network namespace without even a loopback, [] where that is not allowed."""
    prefix = ["unshare", "--map-root-user", "--net", "--"]
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    except OSError:
        return []
    return [] if done.returncode else prefix


NAMESPACE = without_route() if sys.platform == "linux" else []


@pytest.fixture
def program(tmp_path):
    """Run the program in a folder, under the guard, and without a route where that can be had."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    work = tmp_path / "work"
    work.mkdir()
    shutil.copytree(ROOT / "examples", work / "examples")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("REPORTEDLY_")}

    def run(*arguments, route=True, code=0, given=None):
        done = subprocess.run(
            [*([] if route else NAMESPACE), sys.executable, "-m", "reportedly.views.cli", *arguments],
            cwd=work,
            env=kept | {"PYTHONPATH": str(guard), "COLUMNS": "120"},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    run.folder = work
    return run


@pytest.mark.timeout(300)
def test_everything_but_fetching_works_without_a_network(program):
    """Without even a loopback, where the system lets us; under the guard everywhere."""
    db = ("--db", "l.db")
    program("read", "examples/vidin-ammonia", "--fast", *db, route=False)
    whole = json.loads(program("ledger", "--all", "--format", "json", *db, route=False))
    assert len(whole["articles"]) == 14
    program("report", "--all", "-o", "r.html", *db, route=False)
    assert (program.folder / "r.html").stat().st_size > 10_000
    program("export", "--all", "--to", "wacz", "-o", "o.wacz", *db, route=False)
    assert program("search", "ammonia", *db, route=False)
    program("doctor", *db, route=False)
    assert program("demo", "--fast", "-o", "d.html", route=False)


def test_the_guard_works(program):
    """Else the test above would say nothing."""
    program("read", "http://192.0.2.1/", "--allow-private", code=1)  # refused before a connection
    program("read", "http://10.255.255.1/", "--allow-private", code=99)
    program("read", "http://news.example/", code=99)


@pytest.mark.skipif(not NAMESPACE, reason="no network namespaces")
def test_without_a_network_an_address_is_one_coded_failure(program, tmp_path):
    (tmp_path / "guard" / "sitecustomize.py").write_text("")
    program("read", "examples/vidin-ammonia/channel-nord.html", "http://news.example/", "--fast", route=False, code=1)
    assert len(json.loads(program("articles", "--format", "json"))) == 1


WALK = """
import fcntl, http.client, json, os, re, socket, struct, subprocess, sys, time
if sys.argv[1] == "namespace":  # its own loopback leads nowhere else; it is down until somebody lifts it
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))
command = [sys.executable, "-m", "reportedly.views.cli", "serve", "--port", "0", "--db", "l.db", "--fast", "--today", "2030-01-01"]
guarded = {**os.environ, "PYTHONPATH": os.environ["GUARDED"]}
server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=guarded)
try:
    port = int(re.search(r"http://127.0.0.1:(\\d+)/", server.stderr.readline())[1])
    for _ in range(200):  # it tells its address a moment before it listens
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    todo, pages = ["/"], {}
    while todo and len(pages) < 60:
        path = todo.pop(0)
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asking.request("GET", path)
        answer = asking.getresponse()
        body = answer.read().decode("utf-8", "replace").replace(f":{port}", ":PORT")
        pages[path] = [answer.status, body]
        if "html" in (answer.getheader("Content-Type") or ""):
            found = re.findall(r'(?:href|src)="(/[^"#]*)', body)
            todo += [p for p in dict.fromkeys(found) if p not in pages and p not in todo]
    assert server.poll() is None
    print(json.dumps(pages))
finally:
    server.kill()
    server.wait()
"""
"""Starts the server and follows every link of its pages."""


@pytest.mark.skipif(not NAMESPACE, reason="no network namespaces")
@pytest.mark.timeout(300)
def test_the_pages_are_the_same_without_a_route(program, tmp_path):
    """The server under the guard, with nothing but a loopback of its own, and then with the network it has."""
    program("read", "examples/solveig-ferry", "--fast", "--db", "l.db")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("REPORTEDLY_")}
    found = []
    for prefix, where in ((NAMESPACE, "namespace"), ([], "here")):
        done = subprocess.run(
            [*prefix, sys.executable, "-c", WALK, where],
            cwd=program.folder,
            env=kept | {"GUARDED": str(tmp_path / "guard")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.append(json.loads(done.stdout))
    alone, here = found
    assert alone.keys() == here.keys()
    for path, page in here.items():
        assert alone[path][1].splitlines() == page[1].splitlines(), path
    assert len(here) > 10
    assert {status for status, _ in here.values()} <= {200, 302}
