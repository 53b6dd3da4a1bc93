"""What hostile and broken inputs are made of. Everything is made when it is asked for: no bomb lies in the repository."""

import base64
import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
import zlib
from functools import partial

import brotli
from backports import zstd

SENTENCES = (
    "The harbour at Millport was closed on Friday, the council said, after two pumps failed overnight.",
    "Water reached the market hall before noon and stood a metre deep in the lower rooms until the evening.",
    "“We had warned them for years,” said Ole Marn, who keeps a stall there and lost his winter stock.",
    "A spokesman for the council declined to say when the harbour would open to the ferries again.",
)


def page(note="", head="", charset='<meta charset="utf-8">'):
    """A page with an article in it, told from others by `note`."""
    body = "".join(f"<p>{s}</p>" for s in SENTENCES) + (f"<p>{note}</p>" if note else "")
    return (
        f"<!doctype html><html><head>{charset}<title>Harbour closed</title>{head}</head>"
        f"<body><article><h1>Harbour closed</h1>{body}</article></body></html>"
    )


def text(note=""):
    return "\n\n".join((*SENTENCES, *filter(None, [note])))


# ---- compression

MEGABYTE = b"a" * (1 << 20)


def gzip_bomb(megabytes=40, start=b""):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(start), *(packer.compress(MEGABYTE) for _ in range(megabytes)), packer.flush()]
    return b"".join(parts)


def bomb(codec, megabytes=40):
    data = MEGABYTE * megabytes
    return {
        "gzip": lambda: gzip_bomb(megabytes),
        "bzip2": lambda: bz2.compress(data),
        "xz": lambda: lzma.compress(data, preset=0),
        "zstd": lambda: zstd.compress(data),
        "brotli": lambda: brotli.compress(data, quality=1),
    }[codec]()


def packed(codec, data):
    return {
        "gzip": partial(gzip.compress, mtime=0),
        "bzip2": bz2.compress,
        "xz": lzma.compress,
        "zstd": zstd.compress,
        "brotli": brotli.compress,
    }[codec](data)


# ---- archives


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_link(name, target):
    """A ZIP file with a symbolic link, as Unix tools write it."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return zipped({info: target})


def tarred(members, links=(), **how):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", **how) as archive:
        for name, target, kind in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
        for name, content in members.items():
            data = content if isinstance(content, bytes) else content.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


# ---- WARC


def digest(data):
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def answer(content, kind="text/html; charset=utf-8", status="200 OK", **fields):
    content = content if isinstance(content, bytes) else content.encode()
    head = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in {"Content-Type": kind, **fields}.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content


def record(
    url, block, kind="response", date="2021-03-05T10:00:00Z", block_type="application/http; msgtype=response", **own
):
    """A record; `own` sets or changes its fields (`Content_Length="-5"`)."""
    block = block if isinstance(block, bytes) else answer(block)
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": date,
        "WARC-Record-ID": f"<urn:x:{hashlib.sha1(url.encode()).hexdigest()}>",
        "WARC-Block-Digest": digest(block),
        "Content-Type": block_type,
        "Content-Length": str(len(block)),
    } | {k.replace("_", "-"): v for k, v in own.items()}
    head = "".join(f"{k}: {v}\r\n" for k, v in fields.items() if v is not None)
    return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def address(number):
    return f"https://herald.example/{number}"


def good(number):
    """A sound record, its article told from others by the number."""
    return record(address(number), page(f"This is report number {number} of the Millport Herald on the closure."))


# ---- feeds


def rss(*items, before="", title="Millport Herald"):
    entries = "".join(f"<item>{i}</item>" for i in items)
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>{title}</title>{entries}</channel></rss>'


def entry(number, words=None):
    said = words or f"The harbour at Millport was closed on day {number}, the council said."
    return (
        f"<title>Harbour closed on day {number}</title><link>{address(number)}</link><description>{said}</description>"
    )
