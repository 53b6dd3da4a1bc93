"""The report in a real browser: from a file, without a network."""

import itertools
import json
from pathlib import Path

import pytest

from reportedly.views import report

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(params=["ledger", "ledger_hostile"])
def address(request, tmp_path):
    document = json.loads((FIXTURES / f"{request.param}.json").read_text(encoding="utf-8"))
    path = tmp_path / "report.html"
    path.write_text(report.render(document, full_text=True, made="2024-03-13"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """A function that opens the page, and checks at the end that it asked for nothing and complained of nothing."""
    contexts, requests, complaints = [], [], []

    def opener(width=1280, scheme="light", *, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: requests.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: (complaints.append(d.message), d.dismiss()))
        page.goto(address)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert set(requests) == {address}
    assert complaints == []


def test_a_claim_opens_to_its_evidence(opened):
    page = opened()
    claim = page.locator("li.c").first
    quote = claim.locator("blockquote").first
    assert not quote.is_visible()
    claim.locator("summary").focus()
    page.keyboard.press("Enter")
    assert quote.is_visible()
    assert len(quote.inner_text()) > 20


def test_can_be_read_without_script(opened):
    page = opened(script=False)
    assert not page.locator("#filters").is_visible()
    page.locator("li.c summary").first.click()
    assert page.locator("li.c blockquote").first.is_visible()


@pytest.mark.parametrize("width", [390, 768, 1280, 2560])
def test_nothing_runs_off_the_side(opened, width):
    page = opened(width)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = """width => [...document.querySelectorAll('main *, header *')]
        .filter(e => !e.closest('.scroll, svg') && e.getBoundingClientRect().right > width + 1).map(e => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(outside, width) == []


def test_filter(opened):
    page = opened()
    every = page.locator("li.c").count()
    page.select_option("#f-status", "disputed")
    page.locator("#f-count", has_text="of").wait_for()
    kept = page.locator("li.c:not([hidden])")
    assert 0 < kept.count() < every
    assert set(kept.evaluate_all("some => some.map(c => c.dataset.s)")) == {"disputed"}


def test_a_link_to_a_passage_opens_what_hides_it(opened):
    page = opened()
    page.evaluate("location.hash = [...document.querySelectorAll('details.fold .ev a[id], .c .ev a[id]')].pop().id")
    page.locator(":target").wait_for(state="visible")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough(opened, scheme):
    """WCAG 2.2 AA, 1.4.3: 4.5 to 1 for text, against the page's background."""
    page = opened(scheme=scheme)
    ratios = page.evaluate(
        """() => {
        const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255;
            return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4 });
            return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2] };
        const ground = e => { for (; e; e = e.parentElement) { const b = getComputedStyle(e).backgroundColor;
            if (b !== 'rgba(0, 0, 0, 0)') return b } };
        return [...document.querySelectorAll('body *')].filter(e => !e.closest('svg') && [...e.childNodes]
            .some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
            return [(a + 0.05) / (b + 0.05), e.className || e.tagName] }) }"""
    )
    assert len(ratios) > 50
    assert min(ratios)[0] >= 4.5, min(ratios)


def test_landmarks_headings_and_names(opened):
    page = opened()
    assert page.locator("main").count() == page.locator("h1").count() == 1
    assert page.locator("nav[aria-label], main section[aria-labelledby]").count() >= 6
    levels = [int(tag[1]) for tag in page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => h.tagName)")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator("table th:not([scope])").count() == 0
    assert page.locator("a:not([aria-label])").evaluate_all("all => all.filter(a => !a.textContent.trim()).length") == 0
    assert page.locator("svg:not([aria-hidden]):not([role=img]):not(svg svg)").count() == 0


def test_prints_the_sentences_and_who_read_it_on_every_page(opened):
    page = opened()
    page.emulate_media(media="print")
    assert page.locator(".contents, #filters").evaluate_all("all => all.every(e => !e.checkVisibility())")
    assert page.locator("ol.claims > li.c:not(.s) blockquote").first.bounding_box()["height"] > 5
    assert len(page.pdf(format="A4")) > 10_000
    assert len(page.pdf(format="Letter")) > 10_000
