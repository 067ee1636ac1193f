"""A small firm, and its app without a browser."""

import getpass
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui import household

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60

Open = Callable[[str], AppTest]


@pytest.fixture(scope="session")
def account() -> str:
    """Name the account that runs the tests, which the pages act for."""
    return getpass.getuser()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, account: str) -> Path:
    """Move a small firm in, once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("firm")
    household.move_in(folder / "home", folder / "files", account=account).ledger.close()
    return folder / "home"


@pytest.fixture
def house(built: Path, tmp_path: Path, account: str) -> Iterator[household.House]:
    """Give a small firm of one's own."""
    shutil.copytree(built, tmp_path / "home")
    house = household.found(tmp_path / "home", account=account)
    yield house
    house.ledger.close()
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def open_page(house: household.House, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of the firm's app, the way the menu does."""
    return opener(house, monkeypatch)


def opener(house: household.House, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Point the app at a home and a day."""
    monkeypatch.setenv("JALON_HOME", str(house.home.root))
    monkeypatch.setenv("JALON_TODAY", household.TODAY.isoformat())

    def open_page(name: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=_PATIENCE).run()
        if name != "board":
            app = app.switch_page(f"../pages/{name}.py").run()
        assert not app.exception, app.exception
        return app

    return open_page


def said(app: AppTest) -> str:
    """Gather the words of a page."""
    return "\n".join(
        str(each.value)
        for kind in (app.title, app.markdown, app.caption, app.success, app.error)
        for each in kind
    )
