"""What is opened, what is not, and what remains of it in the landing."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from firm.errors import DiskFull
from ingest import landing
from ingest.errors import LandedFileMissing, NothingIngested
from tests.ingest.conftest import Office

CLIENTS = "client_id;name\nC1;A\n"


def test_a_file_is_landed_untouched_under_its_hash(office: Office) -> None:
    """Byte for byte, whatever its charset; and nobody can write it by mistake."""
    content = "client_id;name\nC1;Société\n".encode("cp1252")

    office.take(content)

    path = office.home.landing / sha256(content).hexdigest()
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o222 == 0
    assert [each.name for each in office.home.landing.iterdir()] == [path.name]


def test_the_name_of_a_file_says_nothing(office: Office) -> None:
    """Invoices in a file called clients.csv are not clients."""
    (item,) = office.take(CLIENTS, name="factures.pdf").items

    assert (item.file_name, item.template) == ("factures.pdf", "clients")


def test_links_pipes_and_devices_are_not_opened(office: Office) -> None:
    """The good files of the same folder are."""
    target = office.write("good.csv", CLIENTS)
    (office.files / "link.csv").symlink_to(target)
    os.mkfifo(office.files / "pipe.csv")
    (office.files / "null.csv").symlink_to("/dev/null")

    ingested = office.ingest(office.files)

    assert [item.file_name for item in ingested.items] == ["good.csv"]
    assert {(finding.file_name, finding.code) for finding in ingested.findings} == {
        (name, "not_a_regular_file") for name in ("link.csv", "pipe.csv", "null.csv")
    }


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero", "/nowhere/x.csv"])
def test_nothing_to_open_is_a_refusal(office: Office, path: str) -> None:
    """And nothing is written."""
    before = office.seq()

    with pytest.raises(NothingIngested) as refusal:
        office.ingest(Path(path))

    assert refusal.value.others
    assert (office.seq(), list(office.home.landing.iterdir())) == (before, [])


def test_a_folder_behind_a_link_is_not_entered(office: Office, tmp_path: Path) -> None:
    """Neither below a folder nor given by itself."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.csv").write_text(CLIENTS)
    office.write("good.csv", CLIENTS.replace("C1", "C2"))
    (office.files / "link").symlink_to(elsewhere)

    ingested = office.ingest(office.files, office.files / "link")

    assert [item.file_name for item in ingested.items] == ["good.csv"]
    assert [finding.code for finding in ingested.findings].count("not_a_regular_file") == 2


def test_a_file_above_the_limit_is_refused_whole(office: Office) -> None:
    """Nothing of it stays behind."""
    big = office.write("big.csv", CLIENTS + "C2;" + "x" * 1_100_000 + "\n")
    good = office.write("good.csv", CLIENTS)

    ingested = office.ingest(big, good, max_mb=1)

    assert [finding.code for finding in ingested.findings] == ["file_too_big"]
    assert len(list(office.home.landing.iterdir())) == 1


def test_what_desktops_leave_in_folders_is_not_read(office: Office) -> None:
    """A lock file of a spreadsheet, a Finder's note."""
    office.write("good.csv", CLIENTS)
    office.write(".DS_Store", b"\0\0")
    office.write("~$good.xlsx", b"lock")

    assert office.ingest(office.files).findings == ()


def test_an_odd_file_name_is_shown_safely(office: Office) -> None:
    """Control characters and bytes that are no text become a mark."""
    path = Path(os.fsdecode(os.fsencode(office.files) + b"/a\xff\x1b[31m.csv"))
    office.write("good.csv", CLIENTS)
    path.write_text(CLIENTS)

    (item,) = office.ingest(path).items

    assert item.file_name == "a\ufffd\ufffd[31m.csv"


def test_a_changed_landed_file_is_noticed(office: Office) -> None:
    """The raw store is not rebuilt from something else than what was read."""
    office.take(CLIENTS)
    (path,) = office.home.landing.iterdir()
    path.chmod(0o644)
    path.write_text(CLIENTS.replace("A", "B"))
    office.home.raw_file.unlink()

    with pytest.raises(LandedFileMissing):
        office.sync()


def test_a_landed_file_is_found_again(office: Office) -> None:
    """By its hash, once it is seen to be the same."""
    office.take(CLIENTS)
    (path,) = office.home.landing.iterdir()

    found = landing.landed(office.home, file_hash=path.name, file_name="x.csv")

    assert (found.path, found.byte_count) == (path, len(CLIENTS))


def test_a_disk_that_cannot_take_it_is_a_refusal(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its reason; and the same command works once there is room."""
    path = office.write("a.csv", CLIENTS)
    monkeypatch.setattr(os, "fsync", _is_full)
    with pytest.raises(DiskFull):
        office.ingest(path)
    monkeypatch.undo()

    (item,) = office.ingest(path).items

    assert (item.accepted, list(office.home.work.glob("ingest-*"))) == (1, [])


def _is_full(_: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
