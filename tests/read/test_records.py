import json

import pytest

from read.reading import read
from reportedly.errors import BrokenLine, EmptyInput, Skipped

SAID = "The harbour at Millport was closed on Friday, the council said."
MORE = "Nobody was hurt."
URL = "https://herald.example/1"
TRAFILATURA = {
    "title": "Harbour closed", "author": "Ann Boe; Al Roe", "hostname": "herald.example", "date": "2021-03-05",
    "fingerprint": "eff4", "id": None, "license": None, "comments": "", "raw_text": f"{SAID} {MORE}", "text": f"{SAID}\n{MORE}",
    "language": None, "image": None, "pagetype": "article", "filedate": "2024-01-01", "source": URL,
    "source-hostname": "Millport Herald", "excerpt": None, "categories": "", "tags": "",
}  # fmt: skip
NEWS_PLEASE = {
    "authors": ["Ann Boe", "Al Roe"], "date_download": "2024-01-01 10:00:00", "date_modify": "None",
    "date_publish": "2021-03-05 10:00:00", "description": "x", "filename": "x.json", "image_url": None, "language": "en",
    "localpath": None, "source_domain": "herald.example", "maintext": f"{SAID}\n{MORE}", "title": "Harbour closed",
    "title_page": None, "title_rss": None, "url": URL,
}  # fmt: skip
FUNDUS = {
    "title": "Harbour closed", "authors": ["Ann Boe", "Al Roe"], "publishing_date": "2021-03-05 10:00:00+01:00",
    "topics": ["x"], "free_access": True,
    "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [SAID]}, {"headline": ["After"], "paragraphs": [MORE]}]},
}  # fmt: skip
FUNDUS_PLAIN = {
    "title": "Harbour closed", "plaintext": f"{SAID}\n\n{MORE}", "authors": ["Ann Boe", "Al Roe"], "publisher": "Millport Herald",
    "publishing_date": "2021-03-05 10:00:00+01:00", "html": {"requested_url": URL, "responded_url": URL, "crawl_date": "2024-01-01"},
}  # fmt: skip


def one(tmp_path, value, name="a.json", **how):
    (tmp_path / name).write_text(json.dumps(value, **how))
    (item,) = read(tmp_path / name)
    return item


@pytest.mark.parametrize(
    ("record", "outlet", "published", "url", "retrieved"),
    [
        (TRAFILATURA, "Millport Herald", "2021-03-05", URL, None),
        (TRAFILATURA | {"source-hostname": None}, "herald.example", "2021-03-05", URL, None),
        (NEWS_PLEASE, "herald.example", "2021-03-05 10:00:00", URL, "2024-01-01 10:00:00"),
        (FUNDUS, None, "2021-03-05 10:00:00+01:00", None, None),
        (FUNDUS_PLAIN, "Millport Herald", "2021-03-05 10:00:00+01:00", URL, "2024-01-01"),
    ],
    ids=["trafilatura", "without a site's name", "news-please", "fundus", "fundus, plain"],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_what_other_tools_write_is_known_by_its_fields(tmp_path, record, outlet, published, url, retrieved, indent):
    item = one(tmp_path, record, indent=indent)
    assert item.content.split("\n\n")[0] == SAID
    assert item.content.endswith(MORE)
    assert item.media_type == "text/plain"
    hints = item.hints
    assert (hints.title, hints.byline, hints.outlet, hints.published) == (
        "Harbour closed",
        "Ann Boe, Al Roe",
        outlet,
        published,
    )
    assert (item.url, item.retrieved) == (url, retrieved)


def test_a_day_that_is_missing_is_not_the_word_none(tmp_path):
    assert one(tmp_path, NEWS_PLEASE | {"date_publish": "None"}).hints.published is None


def test_section_and_change(tmp_path):
    assert one(tmp_path, TRAFILATURA | {"categories": "Harbour;Town"}).hints.section == "Harbour"
    assert one(tmp_path, NEWS_PLEASE | {"date_modify": "2021-03-06"}).hints.updated == "2021-03-06"
    assert one(tmp_path, NEWS_PLEASE).hints.updated is None
    hints = one(tmp_path, {"text": SAID, "updated": "2021-03-06", "section": "Harbour"}).hints
    assert (hints.updated, hints.section) == ("2021-03-06", "Harbour")


def test_the_day_of_a_crawl_is_never_that_of_publication(tmp_path):
    for record in (
        TRAFILATURA | {"date": None},
        NEWS_PLEASE | {"date_publish": None},
        FUNDUS_PLAIN | {"publishing_date": None},
    ):
        assert one(tmp_path, record).hints.published is None


def test_our_own_fields_are_as_they_are(tmp_path):
    item = one(tmp_path, {"text": f"{SAID}\n{MORE}", "url": URL, "hostname": "x.example"})
    assert item.content == f"{SAID}\n{MORE}"
    assert item.hints.outlet is None


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (NEWS_PLEASE | {"maintext": None}, BrokenLine),
        (NEWS_PLEASE | {"maintext": ""}, EmptyInput),
        ({"publishing_date": "2021", "body": None}, BrokenLine),
        ({"publishing_date": "2021", "body": {"sections": [3, {"paragraphs": [4]}]}}, EmptyInput),
        ({"version": "https://jsonfeed.org/version/1", "items": [3, {"title": "x"}]}, Skipped),
        ({"version": "https://jsonfeed.org/version/1", "items": 3}, BrokenLine),
        ([3], BrokenLine),
    ],
)
def test_fields_of_the_wrong_kind(tmp_path, record, error):
    assert isinstance(one(tmp_path, record), error)


def test_lines_of_several_tools_in_one_file(tmp_path):
    records = [TRAFILATURA, NEWS_PLEASE, FUNDUS, {"text": SAID}]
    (tmp_path / "a").write_text("\n".join(map(json.dumps, records)))
    assert [i.content.startswith(SAID) for i in read(tmp_path / "a")] == [True] * 4


def test_what_trafilatura_writes_today_is_known():
    import trafilatura

    from faults.making import page
    from reportedly.read.records import read_record

    made = json.loads(trafilatura.extract(page(), output_format="json", with_metadata=True, url=URL))
    (item,) = read_record(made, "x", None)
    assert item.hints.title == "Harbour closed"
    assert item.url == URL
    assert item.hints.outlet == "herald.example"
    assert item.content.count("\n\n") >= 2
