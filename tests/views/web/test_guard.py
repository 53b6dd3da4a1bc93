import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from reportedly.views.web.guard import Guard

TOKEN = "correct-horse"


def inner():
    async def answer(request):
        return PlainTextResponse("inside")

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


def client(token=None, **kwargs):
    return TestClient(
        Guard(inner(), port=8321, token=token, **kwargs), base_url="http://127.0.0.1:8321", follow_redirects=False
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost:8321", "[::1]:8321", "LOCALHOST:8321"])
def test_its_own_names(host):
    assert client().get("/", headers={"host": host}).text == "inside"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "evil.example:8321", "", "localhost:8321.evil.example"]
)
def test_another_name_is_refused(host):
    """A name that an attacker made to point at this machine (DNS rebinding)."""
    assert client().get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1:8321"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:8321.evil.example"}, 403),
        ({"origin": "http://localhost:8321"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "http://evil.example", "sec-fetch-site": "same-origin"}, 403),
        ({}, 403),
    ],
)
def test_only_its_own_pages_change_something(headers, status):
    assert client().post("/judge", headers=headers).status_code == status


def test_without_the_token_nothing_is_shown():
    some = client(TOKEN)
    assert some.get("/").status_code == 401
    assert some.get("/?token=wrong").status_code == 401
    assert some.get("/", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert some.get("/", headers={"authorization": f"Bearer {TOKEN}"}).text == "inside"


def test_the_token_leaves_the_address_for_a_cookie():
    some = client(TOKEN)
    answer = some.get(f"/story/s1?token={TOKEN}&as_of=2020-01-01")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/story/s1?as_of=2020-01-01"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert some.get("/story/s1").text == "inside"


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "evil.example"])
def test_every_answer_carries_the_policy(host):
    headers = client().get("/", headers={"host": host}).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
