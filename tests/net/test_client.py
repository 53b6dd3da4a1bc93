"""Fetching: what is sent, what is taken, what is refused, and when it is given up."""

import gzip
import threading
import time
import zlib
from dataclasses import replace
from email.utils import formatdate

import pytest
import trustme

from reportedly.errors import (
    AnswerTooLarge,
    BadAddress,
    BadCertificate,
    BadStatus,
    BrokenAnswer,
    NetError,
    Refused,
    RobotsDenied,
    TimedOut,
    TooManyRedirects,
    Unreachable,
    WrongType,
)
from reportedly.net import connect
from reportedly.net.client import USER_AGENT, Client, Policy
from reportedly.settings import Limits, Settings
from webserver import POLICY, answer, client, serving, tls, zipped

PAGE = "<html><p>The ferry sank at noon.</p></html>"


def test_a_page_is_fetched_with_an_honest_name():
    with serving({"/a": answer(PAGE, ETag='"1"', Last_Modified="Mon, 01 Jan 2029 00:00:00 GMT", kind="Text/HTML; Charset='ISO-8859-2'")}) as site:  # fmt: skip
        found = client().fetch(f"{site.url}/a#part")
    assert found.content == PAGE.encode()
    assert (found.url, found.media_type, found.charset) == (f"{site.url}/a", "text/html", "iso-8859-2")
    assert (found.etag, found.modified, found.private) == ('"1"', "Mon, 01 Jan 2029 00:00:00 GMT", True)
    assert [r.path for r in site.requests] == ["/robots.txt", "/a"]
    for request in site.requests:
        assert request.headers["user-agent"] == USER_AGENT
        assert request.headers["host"] == f"127.0.0.1:{site.port}"
        assert "cookie" not in request.headers
    assert USER_AGENT.startswith("reportedly/")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "x-gzip"])
def test_codings_are_undone(coding):
    body = zlib.compress(PAGE.encode()) if coding == "deflate" else gzip.compress(PAGE.encode())
    with serving({"/a": answer(body, Content_Encoding=coding)}) as site:
        assert client().fetch(f"{site.url}/a").content == PAGE.encode()


def test_bare_deflate_and_two_gzip_members():
    packer = zlib.compressobj(wbits=-15)
    bare = packer.compress(PAGE.encode()) + packer.flush()
    two = gzip.compress(b"one") + gzip.compress(b"two") + b"\0\0"
    pages = {"/bare": answer(bare, Content_Encoding="deflate"), "/two": answer(two, Content_Encoding="gzip")}
    with serving(pages) as site:
        assert client().fetch(f"{site.url}/bare").content == PAGE.encode()
        assert client().fetch(f"{site.url}/two").content == b"onetwo"


# ---- only if it changed


def test_what_has_not_changed_is_not_sent_again():
    def page(request):
        same = request.headers.get("if-none-match") == '"1"' or "if-modified-since" in request.headers
        return answer(status=304, ETag='"1"') if same else answer(PAGE, ETag='"1"')

    with serving({"/a": page}) as site:
        asking = client()
        assert asking.fetch(f"{site.url}/a").content
        again = asking.fetch(f"{site.url}/a", etag='"1"')
        assert (again.content, again.etag) == (None, '"1"')
        kept = asking.fetch(f"{site.url}/a", modified="Mon, 01 Jan 2029 00:00:00 GMT")
        assert (kept.content, kept.modified) == (None, "Mon, 01 Jan 2029 00:00:00 GMT")


def test_a_304_that_nobody_asked_for():
    with serving({"/a": answer(status=304)}) as site, pytest.raises(BrokenAnswer):
        client().fetch(f"{site.url}/a")


def test_a_validator_cannot_smuggle_a_header():
    with serving({"/a": answer(PAGE)}) as site:
        client().fetch(f"{site.url}/a", etag='"1"\r\nX-Evil: 1')
        assert "x-evil" not in site.requests[-1].headers


# ---- where it leads


def test_redirects_are_followed_to_the_end():
    with serving({"/a": answer(status=301, Location="/b"), "/b": answer(status=307, Location="c?x=1"), "/c?x=1": answer(PAGE)}) as site:  # fmt: skip
        found = client().fetch(f"{site.url}/a")
        assert found.url == f"{site.url}/c?x=1"


def test_a_redirect_loop():
    with serving({"/a": answer(status=302, Location="/b"), "/b": answer(status=302, Location="/a")}) as site:
        with pytest.raises(TooManyRedirects):
            client().fetch(f"{site.url}/a")
        assert len(site.asked) == 6


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/", "http://[::1]:8000/", "http://169.254.169.254/latest/meta-data", "http://192.168.0.1/", "http://[::ffff:127.0.0.1]/"],
)  # fmt: skip
def test_the_own_net_is_refused(url):
    with pytest.raises(Refused) as caught:
        client(Policy()).fetch(url)
    assert "no public address" in caught.value.line()


def test_names_are_checked_where_they_lead():
    asking = client(
        Policy(), inside_example=["10.0.0.7"], mixed_example=["127.0.0.1", "::1"], local_example=["fe80::1%lo"]
    )
    for host in ("inside", "mixed", "local"):
        with pytest.raises(Refused):
            asking.fetch(f"http://{host}.example/")
    with pytest.raises(Unreachable):
        asking.fetch("http://nowhere.example/")


def test_allowing_the_own_net_leaves_the_rest_refused():
    for url in (
        "http://169.254.169.254/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
    ):
        with pytest.raises(Refused):
            client().fetch(url)


def test_the_connection_goes_to_the_address_that_was_checked():
    """A name server that answers otherwise the second time is not asked a second time for one connection."""
    asked = []

    def resolve(host, _port):
        asked.append(host)
        return ["127.0.0.1"]

    with serving({"/a": answer(PAGE)}) as site:
        found = Client(POLICY, resolve=resolve).fetch(f"http://paper.example:{site.port}/a")
        assert found.content == PAGE.encode()
        assert [r.headers["host"] for r in site.requests] == [f"paper.example:{site.port}"] * 2
    assert asked == ["paper.example"] * 2, "once for robots.txt, once for the page; never by the socket"


def test_rebinding_between_two_requests_is_refused():
    with serving({"/a": answer(PAGE)}) as site:
        asking = client(paper_example=[["127.0.0.1"], ["169.254.169.254"]])
        with pytest.raises(Refused):
            asking.fetch(f"http://paper.example:{site.port}/a")
        assert site.asked == []


def test_a_public_page_does_not_lead_into_the_own_net(monkeypatch):
    """Not even where the own net is allowed: only the person may name it."""
    import reportedly.net.connecting as connecting

    with serving({"/secret": answer(PAGE)}) as inside, serving() as outside:
        outside.pages["/a"] = answer(status=302, Location=f"{inside.url}/secret")
        # the outside server stands for one of the public internet
        monkeypatch.setattr(connecting, "own", lambda address: str(address) != "127.0.0.2" and real(address))
        monkeypatch.setattr(connecting, "public", lambda address: str(address) == "127.0.0.2")
        asking = Client(POLICY, resolve=lambda *_: ["127.0.0.2"])
        monkeypatch.setattr(connecting.httpcore2, "SyncBackend", _to_loopback(connecting.httpcore2.SyncBackend))
        with pytest.raises(Refused) as caught:
            asking.fetch(f"http://news.example:{outside.port}/a")
        assert "--allow-private" not in caught.value.line()
        assert asking.fetch(f"{inside.url}/secret").private
        with pytest.raises(Refused):
            asking.fetch(f"{inside.url}/secret", private=False)


from reportedly.net.addresses import own as real  # noqa: E402


def _to_loopback(backend):
    class Backend(backend):
        def connect_tcp(self, host, *args, **kwargs):
            assert host in {"127.0.0.1", "127.0.0.2"}
            return super().connect_tcp("127.0.0.1", *args, **kwargs)

    return Backend


def test_switched_off():
    with pytest.raises(Refused, match="switched off"):
        connect(Settings(network="off")).fetch("http://news.example/")
    with pytest.raises(Refused, match="switched off"):
        connect(Settings(network="off")).post("http://news.example/", b"")


def test_settings_become_the_policy():
    asking = connect(Settings(network="private", limits=Limits(fetch_seconds=3, pause_seconds=2, file_bytes=10)))
    assert asking._policy == Policy("private", 3, 2, 10)


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving({"/a": answer(PAGE)}) as site:
        assert client().fetch(f"{site.url}/a").content


# ---- TLS


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusting(authority):
    """A client that knows the test's authority, as a system knows those of the world."""

    def made(**names):
        asking = client(**names)
        authority.configure_trust(asking._context)
        return asking

    return made


def test_the_certificate_is_for_the_name_and_the_connection_for_the_address(authority, trusting):
    with serving({"/a": answer(PAGE)}, tls(authority, "paper.example")) as site:
        found = trusting(paper_example=["127.0.0.1"]).fetch(f"https://paper.example:{site.port}/a")
        assert found.content == PAGE.encode()


def test_a_certificate_for_another_name(authority, trusting):
    with serving({"/a": answer(PAGE)}, tls(authority, "other.example")) as site:
        with pytest.raises(BadCertificate) as caught:
            trusting(paper_example=["127.0.0.1"]).fetch(f"https://paper.example:{site.port}/a")
        assert site.requests == [], "nothing was sent"
    assert "\n" not in caught.value.line()


def test_a_certificate_of_an_unknown_authority_is_not_tried_again(authority):
    connected = []
    context = tls(authority, "paper.example")
    context.sni_callback = lambda *_: connected.append(1)
    with serving({"/a": answer(PAGE)}, context) as site:
        with pytest.raises(BadCertificate):
            client(paper_example=["127.0.0.1"]).fetch(f"https://paper.example:{site.port}/a")
        assert len(connected) == 1
        assert site.requests == []


def test_plain_http_on_a_tls_port():
    with serving({"/a": answer(PAGE)}) as site, pytest.raises(BadCertificate):
        client().fetch(f"https://127.0.0.1:{site.port}/a")


# ---- further tries


def flaky(*answers):
    """One answer after the other, the last one for ever."""
    left = list(answers)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_passing_failure_is_tried_again(status):
    with serving({"/a": flaky(answer(status=status), answer(status=status), answer(PAGE))}) as site:
        assert client().fetch(f"{site.url}/a").content
        assert site.asked == ["/a"] * 3


def test_a_broken_connection_is_tried_again():
    with serving({"/a": flaky(b"", answer(PAGE))}) as site:
        assert client().fetch(f"{site.url}/a").content


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_lasting_failure_is_not_tried_again(status):
    with serving({"/a": answer(status=status)}) as site:
        with pytest.raises(BadStatus) as caught:
            client().fetch(f"{site.url}/a")
        assert caught.value.status == status
        assert len(site.asked) == 1


def test_retry_after_is_waited_for():
    with serving({"/a": flaky(answer(status=429, Retry_After="1"), answer(PAGE))}) as site:
        began = time.monotonic()
        assert client().fetch(f"{site.url}/a").content
        assert time.monotonic() - began >= 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_long_retry_after_is_told_instead(form):
    after = "3600" if form == "seconds" else formatdate(time.time() + 3600, usegmt=True)
    with serving({"/a": answer(status=503, Retry_After=after)}) as site:
        with pytest.raises(BadStatus) as caught:
            client().fetch(f"{site.url}/a")
        assert 3500 < caught.value.retry_after <= 3600
        assert len(site.asked) == 1


@pytest.mark.parametrize("after", ["soon", "-5", "²", "99999999999999", "Mon, 99 Foo 2029"])
def test_a_strange_retry_after_is_none(after):
    with serving({"/a": answer(status=503, Retry_After=after)}) as site, pytest.raises(BadStatus) as caught:
        client().fetch(f"{site.url}/a")
    assert caught.value.retry_after is None


# ---- robots.txt


def test_robots_denial():
    robots = answer("User-agent: *\nDisallow: /private", kind="text/plain")
    with serving({"/robots.txt": robots, "/private/a": answer(PAGE), "/b": answer(PAGE)}) as site:
        asking = client()
        with pytest.raises(RobotsDenied) as caught:
            asking.fetch(f"{site.url}/private/a")
        assert "save the page" in caught.value.line()
        assert asking.fetch(f"{site.url}/b").content
        assert [r.path for r in site.requests] == ["/robots.txt", "/b"], "asked for once, and the denied page never"


def test_a_redirect_into_what_robots_deny():
    robots = answer("User-agent: *\nDisallow: /b", kind="text/plain")
    with serving({"/robots.txt": robots, "/a": answer(status=302, Location="/b"), "/b": answer(PAGE)}) as site:
        with pytest.raises(RobotsDenied):
            client().fetch(f"{site.url}/a")
        assert site.asked == ["/a"]


@pytest.mark.parametrize(("status", "denied"), [(404, False), (403, False), (500, True), (503, True)])
def test_robots_that_cannot_be_had(status, denied):
    with serving({"/robots.txt": answer(status=status), "/a": answer(PAGE)}) as site:
        try:
            assert client().fetch(f"{site.url}/a").content
        except RobotsDenied:
            assert denied
        else:
            assert not denied


def test_robots_through_a_redirect_and_too_long():
    text = "User-agent: *\nDisallow: /a\n" + "#" * 2_000_000
    with (
        serving(
            {"/robots.txt": answer(status=301, Location="/r"), "/r": zipped(text.encode()), "/a": answer(PAGE)}
        ) as site,
        pytest.raises(RobotsDenied),
    ):
        client().fetch(f"{site.url}/a")


# ---- manners


def test_a_pause_between_two_requests_and_one_connection_a_host():
    def slow(_):
        time.sleep(0.05)
        return answer(PAGE)

    with serving({f"/{n}": slow for n in range(4)}) as site:
        asking = client(replace(POLICY, pause=0.1))
        began = time.monotonic()
        threads = [threading.Thread(target=asking.fetch, args=(f"{site.url}/{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(site.asked) == ["/0", "/1", "/2", "/3"]
        assert site.most_open == 1
        assert time.monotonic() - began >= 4 * 0.05 + 3 * 0.1


def test_a_crawl_delay_is_kept():
    robots = answer("User-agent: *\nCrawl-delay: 0.3", kind="text/plain")
    with serving({"/robots.txt": robots, "/a": answer(PAGE)}) as site:
        asking = client()
        began = time.monotonic()
        for _ in range(2):
            asking.fetch(f"{site.url}/a")
        assert time.monotonic() - began >= 0.3


# ---- what is sent to an address


def test_post():
    with serving(
        {"/hook": answer(status=204), "/no": answer(status=400), "/away": answer(status=302, Location="/hook")}
    ) as site:
        client().post(f"{site.url}/hook", b'{"a": 1}')
        [sent] = site.requests
        assert (sent.method, sent.body, sent.headers["content-type"]) == ("POST", b'{"a": 1}', "application/json")
        for path in ("/no", "/away"):
            with pytest.raises(BadStatus):
                client().post(f"{site.url}{path}", b"{}")
        with pytest.raises(Refused):
            client(Policy()).post(f"{site.url}/hook", b"{}")


def test_every_error_is_one_line_with_code_and_place():
    with serving({"/png": answer(b"\x89PNG", kind="image/png"), "/zip": answer(b"x", Content_Encoding="br")}) as site:
        asking = client(replace(POLICY, seconds=1))
        codes = {}
        for path in ("/png", "/zip", "/none"):
            with pytest.raises(NetError) as caught:
                asking.fetch(site.url + path)
            codes[path] = caught.value.code
            assert site.url in caught.value.line()
            assert "\n" not in caught.value.line()
    assert codes == {"/png": WrongType.code, "/zip": BrokenAnswer.code, "/none": BadStatus.code}
    assert {TimedOut.code, AnswerTooLarge.code, BadAddress.code} == {"net.timeout", "net.too-large", "net.address"}
