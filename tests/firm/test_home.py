"""The home: found without touching it, created once, whoever else creates it."""

import errno
import multiprocessing
from pathlib import Path

import pytest

from firm import settings
from firm.errors import DiskFull
from firm.home import Home, HomeUnwritable, unwritable


def test_a_home_is_named_by_argument_then_environment_then_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding a home writes nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JALON_HOME", raising=False)
    assert Home.find().root == tmp_path / "data"
    monkeypatch.setenv("JALON_HOME", str(tmp_path / "chosen"))
    assert Home.find().root == tmp_path / "chosen"
    assert Home.find(tmp_path / "given").root == tmp_path / "given"
    assert list(tmp_path.iterdir()) == []


def test_creating_a_home_twice_keeps_its_settings(tmp_path: Path) -> None:
    """What the firm wrote in its settings stays."""
    home = Home.find(tmp_path / "home").create()
    home.settings_file.write_text('[firm]\nname = "Bureau d\'études"\n', encoding="utf-8")
    home.create()
    assert settings.load(home).firm.name == "Bureau d'études"


def test_the_first_settings_are_the_defaults(tmp_path: Path) -> None:
    """The commented file says what is so without it."""
    home = Home.find(tmp_path / "home").create()
    assert settings.load(home) == settings.Settings()
    assert "evidence_required" in home.settings_file.read_text(encoding="utf-8")


def test_a_home_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    """A file stands where the home should be."""
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(HomeUnwritable) as refused:
        Home.find(tmp_path / "home").create()
    assert str(tmp_path / "home") in refused.value.message


def test_a_full_disk_is_said_as_such(tmp_path: Path) -> None:
    """No room is a reason of its own: the same request works later."""
    assert isinstance(unwritable(tmp_path, OSError(errno.ENOSPC, "no space")), DiskFull)
    assert isinstance(unwritable(tmp_path, OSError(errno.EROFS, "read-only")), HomeUnwritable)


def test_eight_processes_create_one_home(tmp_path: Path) -> None:
    """All succeed, and the settings are whole."""
    context = multiprocessing.get_context("spawn")
    makers = [context.Process(target=_create, args=(tmp_path / "home",)) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert [maker.exitcode for maker in makers] == [0] * 8
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == [
        "documents",
        "jalon.toml",
        "landing",
        "work",
    ]


def _create(root: Path) -> None:
    Home.find(root).create()
