"""A day of billing in a real browser: from a progress to its draft, and back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served

_HEADER, _ROW = 34, 36

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_progress_becomes_a_draft(served: Served, desk_page: Page, tmp_path: Path) -> None:
    """What a project manager states can be ticked, drafted and read, without a file or a command line."""
    page = desk_page
    _open(page, f"{served.address}/avancement")
    _type(page, column=5, row=2, text="40")
    expect(page.locator(".st-key-action_bar")).to_contain_text("+7 000,00 €")
    page.locator(".st-key-validate button").click()
    _settled(page)
    expect(page.locator(".st-key-outcome_bar")).to_contain_text("1 avancement validé")

    _open(page, f"{served.address}/a-facturer?q=APD")
    expect(page.locator("h1")).to_have_text("À facturer")
    _tick(page, row=0)
    expect(page.locator(".st-key-action_bar")).to_contain_text("7 000,00 €")
    page.keyboard.press("Control+Enter")
    _settled(page)
    expect(page.locator(".st-key-outcome_bar")).to_contain_text("1 ébauche créée")

    page.get_by_text("Relire les ébauches").click()
    _settled(page)
    expect(page.locator("h1")).to_have_text("Factures")
    expect(page.get_by_text("1 ébauche pour 7 000,00 €")).to_be_visible()
    page.screenshot(path=tmp_path / "ebauche.png")
    assert served.house.desk().refresh().seq > 0


def test_a_phone_states_a_progress_in_one_tap(served: Served, phone_page: Page) -> None:
    """A card has one button per step, with what the step earns; one tap is enough, and can be undone."""
    _open(phone_page, f"{served.address}/avancement?recherche=APD")
    phone_page.get_by_role("button", name="50 %").click()
    _settled(phone_page)
    bar = phone_page.locator(".st-key-outcome_bar")
    expect(bar).to_contain_text("50,0 %")
    expect(bar).to_contain_text("+8 750,00 €")

    phone_page.locator(".st-key-undo button").click()
    _settled(phone_page)
    expect(phone_page.locator(".st-key-outcome_bar")).to_contain_text("1 avancement rétabli")


def test_the_page_speaks_french_and_calls_nobody(served: Served, desk_page: Page) -> None:
    """The document says its language, and the browser asks no other server for anything."""
    asked: list[str] = []
    desk_page.on("request", lambda request: asked.append(request.url))
    _open(desk_page, served.address)
    expect(desk_page.locator("html")).to_have_attribute("lang", "fr")
    assert [url for url in asked if not url.startswith((served.address, "data:", "blob:"))] == []


def test_a_name_from_a_file_stays_letters(served: Served, desk_page: Page) -> None:
    """Markup in a client's name is shown as it is written, and does nothing."""
    _open(desk_page, f"{served.address}/avancement?recherche=tilleuls&vue=Fiches")
    card = desk_page.locator(".st-key-card_P-TIL")
    expect(card).to_contain_text("<b>SCI</b> [Tilleuls](http")
    expect(card).to_contain_text("*promo*")
    assert card.locator("a, b").count() == 0


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("h1").first.wait_for(timeout=60_000)
    _settled(page)


def _settled(page: Page) -> None:
    page.wait_for_timeout(250)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(250)


def _type(page: Page, *, column: int, row: int, text: str) -> None:
    """Walk to a cell and type over it; the grid draws on a canvas, so the keyboard finds the column."""
    _click(page, row=row, x=30)
    for _ in range(column):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=80)
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    _settled(page)


def _tick(page: Page, *, row: int) -> None:
    _click(page, row=row, x=16)
    _settled(page)


def _click(page: Page, *, row: int, x: int) -> None:
    grid = page.get_by_test_id("stDataFrameResizable").first
    grid.wait_for()
    page.wait_for_timeout(500)
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + _HEADER + _ROW * row + _ROW / 2)
