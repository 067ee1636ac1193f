"""Settings: strict, and refused with the key that is wrong."""

from pathlib import Path

import pytest

from firm.home import Home
from firm.settings import Settings, SettingsError, load


def _home(tmp_path: Path, text: str | bytes) -> Home:
    home = Home(tmp_path)
    home.settings_file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return home


def test_a_home_without_settings_has_the_defaults(tmp_path: Path) -> None:
    """Nothing is asked for before it is needed."""
    settings = load(Home(tmp_path))
    assert settings == Settings()
    assert settings.ingest.max_file_mb == 2048
    assert not settings.billing.evidence_required


def test_what_the_firm_says_is_read(tmp_path: Path) -> None:
    """Each key arrives where it belongs."""
    settings = load(
        _home(
            tmp_path,
            'ledger_url = "postgresql://jalon@localhost/jalon"\n'
            '[firm]\nname = "Étude Ügüm"\nsiren = "552100554"\n[billing]\nevidence_required = true\n',
        )
    )
    assert settings.firm.name == "Étude Ügüm"
    assert settings.billing.evidence_required
    assert settings.ledger_url is not None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[firm]\nnom = 'X'\n", "firm.nom"),
        ("[firm]\nsiren = 552100554\n", "firm.siren"),
        ("[billing]\nevidence_required = 'oui'\n", "billing.evidence_required"),
        ("[ingest]\nmax_file_mb = 0\n", "ingest.max_file_mb"),
        ("[ingest]\nmax_file_mb = 2.5\n", "ingest.max_file_mb"),
        ("firm = 'X'\n", "firm"),
        ("bling = 1\n", "bling"),
    ],
)
def test_a_wrong_key_is_refused_by_name(tmp_path: Path, text: str, key: str) -> None:
    """A typo is never a silent default."""
    with pytest.raises(SettingsError) as refused:
        load(_home(tmp_path, text))
    assert refused.value.finding().column_name == key
    assert key in refused.value.message
    assert "jalon.toml" in refused.value.message
    assert refused.value.remedy


def test_every_wrong_key_is_named_at_once(tmp_path: Path) -> None:
    """Nobody should have to correct one key to hear of the next."""
    with pytest.raises(SettingsError) as refused:
        load(_home(tmp_path, "a = 1\nb = 2\n"))
    assert {finding.column_name for finding in refused.value.findings()} == {"a", "b"}


@pytest.mark.parametrize("text", [b"[firm", b"\xff\xfe", b"[firm]\nname = 'a'\nname = 'b'\n"])
def test_what_is_not_toml_is_refused_with_its_file(tmp_path: Path, text: bytes) -> None:
    """The file is named, and nothing is guessed from it."""
    with pytest.raises(SettingsError) as refused:
        load(_home(tmp_path, text))
    assert refused.value.file_name == str(tmp_path / "jalon.toml")


def test_settings_that_models_read_have_a_fingerprint(tmp_path: Path) -> None:
    """It changes with what the models read, and not with where the ledger lives."""
    plain = Settings()
    assert plain.fingerprint == Settings(ledger_url="postgresql://localhost/jalon").fingerprint
    changed = load(_home(tmp_path, "[billing]\nevidence_required = true\n"))
    assert changed.fingerprint != plain.fingerprint
