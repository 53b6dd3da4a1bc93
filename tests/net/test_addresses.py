"""Which addresses are asked: the form of a URL, and the machines behind a name."""

from ipaddress import ip_address

import pytest
from hypothesis import given, strategies

from reportedly.errors import BadAddress
from reportedly.net.addresses import is_url, own, public, redirected, target


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://News.Example", "http://news.example/"),
        ("https://news.example:443/a?b=c#d", "https://news.example/a?b=c"),
        ("http://news.example:8080/a b/ü", "http://news.example:8080/a%20b/%C3%BC"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://news.example./x", "http://news.example./x"),
        ("http://[2001:4860::8888]/", "http://[2001:4860::8888]/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        (" https://news.example/a%2Fb ", "https://news.example/a%2Fb"),
        ("http://my_paper.example/", "http://my_paper.example/"),
    ],
)
def test_the_plain_form(url, plain):
    assert target(url).url == plain


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//news.example/",
        "news.example",
        "http://",
        "http:///x",
        "http://user@news.example/",
        "http://user:word@news.example/",
        "http://news.example@127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.0x/",
        "http://0/",
        "http://1.2.3.999/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "http://news.example:22/",
        "http://news.example:25/",
        "http://news.example:6379/",
        "http://news.example:99999/",
        "http://news.example:x/",
        "http://news.example\\@127.0.0.1/",
        "http://news.example/\r\nHost: other.example",
        "http://news .example/",
        "http://127%2e0.0.1/",
        "http://-news.example/",
        "http://news..example/",
        "http://" + "a" * 64 + ".example/",
        "http://news.example/" + "a" * 5000,
        "http://news.example/\ud800",
        "http://\u2100.example/",
    ],
)
def test_what_is_no_address_to_fetch(url):
    with pytest.raises(BadAddress) as caught:
        target(url)
    assert caught.value.code == "net.address"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::", "2001::1", "2001:db8::1", "3fff::1", "fc00::1", "fd12::1",
        "fe80::1", "fec0::1", "ff02::1", "100::1", "5f00::1", "2001:4860::1%eth0",
    ],
)  # fmt: skip
def test_what_is_not_public(address):
    assert not public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2001:4860:4860::8888", "2a00::1"]
)
def test_what_is_public(address):
    assert public(ip_address(address))
    assert not own(ip_address(address))


@given(strategies.ip_addresses())
def test_public_is_no_wider_than_the_registry(address):
    """Against the standard library's copy of the registries."""
    if public(address):
        assert address.is_global
        assert not own(address)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "::ffff:10.0.0.1", "240.0.0.1"]
)
def test_what_is_nobodys_own_net(address):
    assert not own(ip_address(address))


def test_where_a_redirect_leads():
    base = target("https://news.example/a/b")
    assert redirected(base, "../c").url == "https://news.example/c"
    assert redirected(base, "//other.example/x").url == "https://other.example/x"
    for location in ("file:///etc/passwd", "http://u@x.example/", "http://2130706433/", "http://[", "javascript:x"):
        with pytest.raises(BadAddress):
            redirected(base, location)


def test_a_file_is_no_address():
    assert is_url("HTTPS://news.example")
    assert is_url("file:///etc/passwd"), "so that it is refused and not looked for"
    assert not is_url("http.html")
    assert not is_url("C:/x")


@given(strategies.text(max_size=40))
def test_any_text_is_an_address_or_a_coded_error(text):
    for url in (text, f"http://{text}", f"http://news.example/{text}"):
        try:
            found = target(url)
        except BadAddress:
            continue
        assert found.url.isascii()
        assert not set(found.url) & set(" \r\n\t\\")
        assert target(found.url) == found
