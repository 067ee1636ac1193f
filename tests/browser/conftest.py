"""A real server on a real home, and a real Chromium in front of it."""

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.ui import household

ROOT = Path(__file__).resolve().parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A firm and the address where its app answers."""

    house: household.House
    address: str


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start a Chromium of the machine; without one the test is skipped, on a build machine it fails."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium is installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a small firm on a free port."""
    house = household.move_in(tmp_path / "home", tmp_path / "files", account=getpass.getuser())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ
        | {
            "JALON_HOME": str(house.home.root),
            "JALON_TODAY": household.TODAY.isoformat(),
            "PYTHONWARNINGS": "",
        },
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield Served(house, f"http://127.0.0.1:{port}")
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE)
        log.close()


@pytest.fixture
def desk_page(chromium: Browser) -> Iterator[Page]:
    """Open a window as wide as a desk's."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone_page(chromium: Browser) -> Iterator[Page]:
    """Open a phone."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        user_agent="Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
        locale="fr-FR",
    )
    yield context.new_page()
    context.close()


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server stopped with code {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 -- our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the server did not answer in time")
