"""The pages in a real browser: reading, looking, following evidence, replaying a day; with axe-core on every view."""

import pytest
from axe_playwright_python.sync_playwright import Axe

SECTIONS = ("brief", "ledger", "timeline", "map", "matters", "conflicts", "forecasts", "sources", "articles")
SCRIPT_LIMIT = 300_000
"""Bytes of script that a view may load."""
SEEN_LIMIT = 1_000
"""Milliseconds until the main content stands."""
SHIFT_LIMIT = 0.1
"""Cumulative layout shift that is still good (web.dev/cls)."""
BUDGET = """() => new Promise(done => {
    const found = { seen: 0, shift: 0 };
    new PerformanceObserver(all => { found.seen = all.getEntries().at(-1).startTime; })
        .observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver(all => all.getEntries().forEach(e => { found.shift += e.value; }))
        .observe({ type: "layout-shift", buffered: true });
    found.blocking = performance.getEntriesByType("resource").filter(r => r.renderBlockingStatus === "blocking").map(r => r.name);
    setTimeout(() => done(found), 150);
})"""


@pytest.fixture
def opened(browser, served):
    """A function that opens a page of the server; at the end, nothing was asked of another host and nothing complained."""
    contexts, foreign, complaints = [], [], []

    def opener(path="/", width=1280, scheme="light", *, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith((served, "data:")) else foreign.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(served + path)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert foreign == []
    assert complaints == []


@pytest.fixture
def story(opened):
    return opened("/").locator(".stories h2 a").first.get_attribute("href").removesuffix("/brief")


@pytest.mark.timeout(240)
def test_every_view_is_sound_at_both_widths(opened, story, tmp_path):
    """No axe violation, nothing wider than the screen, few bytes of script; the pictures stay as artefacts of a failed run."""
    claim = opened(f"{story}/ledger").locator(".claims > li").first.get_attribute("id")
    article = opened(f"{story}/articles").locator(".articles > li").first.get_attribute("id")
    addresses = ["/", "/about", "/search?q=ammonia", f"/claim/{claim}", f"/article/{article}"]
    addresses += [f"{story}/{section}" for section in SECTIONS]
    wrong = []
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = opened("/", width, scheme)
        scripts = []
        page.on(
            "response", lambda r, into=scripts: into.append(len(r.body())) if r.request.resource_type == "script" else 0
        )
        for address in addresses:
            scripts.clear()
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + address)
            page.screenshot(
                path=tmp_path / f"{address.strip('/').replace('/', '-').partition('?')[0] or 'stories'}-{width}.png"
            )
            found = Axe().run(page).response["violations"]
            wrong += [(address, width, v["id"], v["nodes"][0]["html"][:120]) for v in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append((address, width, "wider than the screen"))
            if page.evaluate("[...document.querySelectorAll('.scroll')].some(e => e.scrollWidth > e.clientWidth)"):
                wrong.append((address, width, "a table scrolls sideways"))
            if sum(scripts) > SCRIPT_LIMIT:
                wrong.append((address, width, f"{sum(scripts)} bytes of script"))
    assert wrong == []


@pytest.mark.timeout(120)
@pytest.mark.parametrize("width", [1280, 390])
def test_the_main_content_stands_soon_and_stays(opened, story, served, width):
    """What Lighthouse measures, as a budget: largest contentful paint, layout shift, what keeps the page from being drawn."""
    wrong = []
    opened("/", width)  # a server's first answer loads what the others find there
    for address in ("/", *(f"{story}/{section}" for section in SECTIONS)):
        found = opened(address, width).evaluate(BUDGET)
        if not 0 < found["seen"] < SEEN_LIMIT:
            wrong.append((address, f"{found['seen']:.0f} ms until the main content"))
        if found["shift"] > SHIFT_LIMIT:
            wrong.append((address, f"layout shift {found['shift']:.3f}"))
        wrong += [(address, f"waits for {name}") for name in found["blocking"] if name != f"{served}/static/app.css"]
    assert wrong == []


def test_evidence_leads_to_the_highlighted_sentence(opened, story):
    page = opened(f"{story}/ledger")
    first = page.locator(".claims > li").first
    first.locator("details summary").click()
    said = first.locator("blockquote").first.inner_text().strip()
    first.locator(".cite a").nth(1).click()
    page.wait_for_url("**/article/**")
    target = page.locator(".hit:target")
    assert " ".join(target.inner_text().split()) in " ".join(said.split())
    assert target.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    target.click()
    page.wait_for_url("**/claim/**")


def test_the_slider_replays_a_day(opened, story):
    page = opened(f"{story}/ledger")
    now = page.locator(".masthead .span").inner_text()
    slider = page.locator("#as-of-range")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=**")
    assert page.locator(".asof-note").count() == 1
    assert page.locator(".masthead .span").inner_text() != now
    page.locator("#as-of-range").focus()
    page.keyboard.press("ArrowRight")  # and on from there
    page.wait_for_url("**as_of=2019-10-15**")
    assert page.get_by_role("button", name="Show").count() == 0
    page.locator("#as-of").fill("2019-10-17")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**as_of=2019-10-17**")


def test_the_days_beside_a_replayed_one_are_made_ready(opened, story):
    asked = []
    page = opened("/")
    page.on("request", lambda r: asked.append(r.url) if r.resource_type == "fetch" else None)
    address = page.url.rstrip("/") + f"{story}/brief"
    with page.expect_request("**as_of=2019-10-15"), page.expect_request("**as_of=2019-10-17"):
        page.goto(f"{address}?as_of=2019-10-16")
    asked.clear()
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto(f"{address}?as_of=2019-10-18")
    page.wait_for_timeout(600)
    assert asked == []


def test_filters_act_at_once_and_without_script(opened, story):
    page = opened(f"{story}/ledger")
    page.get_by_label("Status").select_option("failed")
    page.wait_for_url("**status=failed**")
    some = page.locator(".claims > li").count()
    assert some
    plain = opened(f"{story}/ledger", script=False)
    plain.get_by_label("Status").select_option("failed")
    plain.get_by_role("button", name="Filter").click()
    assert plain.locator(".claims > li").count() == some


def test_a_file_is_read_by_drop(opened, tmp_path):
    page = opened("/")
    page.locator(".take summary").click()
    text = "Nine ships left the port of Orvel on Friday, the pilots said. The tenth waits for a crew."
    handle = page.evaluate_handle(
        "text => { const d = new DataTransfer(); d.items.add(new File([text], 'orvel.txt', {type: 'text/plain'})); return d; }",
        text,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": handle})
    page.wait_for_url("**/reading/**")
    page.get_by_text("1 article read: 1 new").wait_for(timeout=60_000)
    page.get_by_role("link", name="To the stories").click()
    assert page.get_by_text("Nine ships left").count() >= 1


def test_keys_go_from_claim_to_claim(opened, story):
    page = opened(f"{story}/ledger")
    page.keyboard.press("j")
    page.keyboard.press("j")
    here = page.locator("[data-here]")
    assert here.count() == 1
    second = page.locator(".claims > li").nth(1).get_attribute("id")
    assert here.get_attribute("id") == second
    page.keyboard.press("o")
    assert here.locator("details").evaluate("d => d.open")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claim/{second}")


def test_the_keys_are_told(opened, story):
    page = opened(f"{story}/ledger")
    page.keyboard.press("?")
    told = page.get_by_role("dialog", name="Keys")
    told.wait_for()
    assert "take back" in told.inner_text()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    told.wait_for(state="hidden")
    page.get_by_role("button", name="Keys").click()
    told.wait_for()
    told.get_by_role("button", name="Close").click()
    told.wait_for(state="hidden")


@pytest.mark.timeout(240)
def test_a_judgement_is_made_and_taken_back(opened, story):
    page = opened(f"{story}/ledger")
    page.locator(".claims > li h3 a").first.click()
    page.wait_for_url("**/claim/**")
    before = page.locator(".cites li").count()
    page.get_by_label("Says the same as").select_option(index=1)
    page.get_by_role("button", name="They are one claim").click()
    page.locator(".toast").wait_for(timeout=90_000)
    page.wait_for_load_state()  # the toast is seen before the deferred script that hears keys has run
    assert page.locator(".cites li").count() > before
    page.keyboard.press("u")
    page.locator(".toast", has_text="taken back").wait_for(timeout=90_000)
    page.goto(page.url.partition("?")[0])
    assert page.locator(".cites li").count() == before


def test_nothing_that_an_article_wrote_runs(browser, hostile):
    """No dialog, no complaint, no request to another host on any page of hostile articles."""
    context = browser.new_context()
    page = context.new_page()
    heard = []
    page.on("dialog", lambda d: (heard.append(d.message), d.dismiss()))
    page.on("console", lambda m: heard.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: heard.append(str(e)))
    page.on("request", lambda r: None if r.url.startswith((hostile, "data:")) else heard.append(r.url))
    page.goto(hostile)
    story = page.locator(".stories h2 a").first.get_attribute("href").removesuffix("/brief")
    addresses = ["/", "/search?q=script", *(f"{story}/{section}" for section in SECTIONS)]
    page.goto(f"{hostile}{story}/articles")
    articles = page.locator(".articles > li").evaluate_all("all => all.map(a => a.id)")
    assert len(articles) == 9
    page.goto(f"{hostile}{story}/ledger")
    claims = page.locator(".claims > li").evaluate_all("all => all.map(c => c.id)")
    addresses += [f"/article/{a}" for a in articles] + [f"/claim/{c}" for c in claims[:12]]
    for address in addresses:
        page.goto(hostile + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert page.locator("main img, main script, iframe, object, [onload], [onerror]").count() == 0
    context.close()
    assert heard == []
