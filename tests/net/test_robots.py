"""robots.txt after RFC 9309."""

import time

import pytest
from hypothesis import given, strategies

from reportedly.net.robots import rules


def allowed(text, path, agent="reportedly"):
    return rules(text.encode(), agent).allows(path)


@pytest.mark.parametrize(
    ("text", "path", "answer"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a", "/b/a", True),
        ("user-agent:*\ndisallow:/a # why", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /a*b*c", "/axxbxxc/d", False),
        ("User-agent: *\nDisallow: /a*b*c", "/axxcxxb", True),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
        ("User-agent: *\nDisallow: /%7Ea", "/~a", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: reportedly\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: Reportedly/9.9\nDisallow: /a\n", "/a", False),
        ("User-agent: *\nDisallow: /\nUser-agent: reportedly\nAllow: /", "/b", True),
        ("User-agent: other\nUser-agent: reportedly\nDisallow: /a", "/a", False),
        ("User-agent: reportedly\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: reportedly\nDisallow: /b", "/b", False),
        ("User-agent: reportedly\nDisallow: /a\nUser-agent: x\nDisallow: /", "/c", True),
        ("Disallow: /", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a", "/a", False),
        ("User-agent: *\nSitemap: https://x.example/s\nDisallow: /a", "/a", False),
    ],
)  # fmt: skip
def test_who_may_ask_for_what(text, path, answer):
    assert allowed(text, path) is answer


@pytest.mark.parametrize(
    ("value", "pause"), [("2", 2), ("0.5", 0.5), ("9999", 60), ("-1", 0), ("nan", 0), ("soon", 0), ("inf", 60)]
)
def test_the_pause(value, pause):
    assert rules(f"User-agent: *\nCrawl-delay: {value}".encode(), "reportedly").pause == pause


def test_hostile_patterns_take_no_time():
    stars = "*a" * 400
    text = "User-agent: *\n" + f"Disallow: /{stars}*b\n" * 600
    began = time.perf_counter()
    assert allowed(text, "/" + "a" * 4000)
    assert time.perf_counter() - began < 2


@given(strategies.binary(max_size=200), strategies.text(max_size=50))
def test_nothing_breaks_it(content, path):
    assert rules(b"User-agent: *\nDisallow: " + content, "reportedly").allows(
        "/" + path.encode("utf-8", "replace").decode()
    ) in {True, False}
