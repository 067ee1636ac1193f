"""The pages, from the figures of a small firm to the decisions that they offer."""

from decimal import Decimal
from pathlib import Path

import pytest

from billing.draft import draft
from billing.validate import validate
from ledger import people
from ledger.ids import PhaseId
from tests.pages.conftest import Open, opener, said
from tests.ui import household
from tests.ui.household import NOW, House


def test_the_board_shows_five_tiles_and_the_queue(open_page: Open) -> None:
    """What must leave, what is late, what is paid in part: amounts, counts, oldest."""
    words = said(open_page("board"))

    assert "10\u00a0750,00\u00a0€" in words
    assert "2\u00a0phases · jusqu'à 54\u00a0j" in words
    assert "dont 1 dans les deux" in words
    assert "Créer les ébauches des phases prêtes" in words
    assert "1\u00a0règlement reçu" in words


def test_an_empty_firm_is_told_its_first_steps(
    tmp_path: Path, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing to work on yet: the board says how to begin."""
    app = opener(household.found(tmp_path / "empty", account=account), monkeypatch)("board")

    assert app.title[0].value == "Premiers pas"
    assert app.file_uploader(key="drop").disabled is False


def test_dropped_files_become_figures(tmp_path: Path, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files dropped on the first page are read, counted and published at once."""
    app = opener(household.found(tmp_path / "empty", account=account), monkeypatch)("board")

    for name, text in household.FILES.items():
        app.file_uploader(key="drop").upload(f"{name}.csv", text.encode(), "text/csv")
    app.run()
    app.button(key="import").click().run()

    assert app.title[0].value == "Tableau de bord"
    assert "8\u00a0fichiers lus : 29\u00a0lignes acceptées" in said(app)


def test_ready_phases_are_listed_with_their_total(open_page: Open) -> None:
    """The list opens on what can be invoiced, and says how much is held back."""
    words = said(open_page("to_bill"))

    assert (
        "**2\u00a0phases** · 10\u00a0750,00\u00a0€ hors taxes · 1\u00a0bloquée · 1\u00a0à régulariser"
        in words
    )


def test_ticked_phases_become_drafts_and_come_back(open_page: Open) -> None:
    """One click drafts what is ticked, the next one takes it back."""
    app = open_page("to_bill")
    app.button(key="hint").click().run()
    assert "**2\u00a0phases** · 10\u00a0750,00\u00a0€ HT" in said(app)

    app.button(key="create").click().run()
    assert app.success[0].value == "2\u00a0ébauches créées."
    assert "**0\u00a0phase** · 0,00\u00a0€ hors taxes" in said(app)

    app.button(key="undo").click().run()
    assert "2\u00a0ébauches supprimées · 2\u00a0phases de nouveau à facturer." in app.success[0].value
    assert "**2\u00a0phases** · 10\u00a0750,00\u00a0€ hors taxes" in said(app)


def test_a_tick_survives_a_change_of_filter(open_page: Open) -> None:
    """The basket is kept across pages and filters, until it is used or emptied."""
    app = open_page("to_bill")
    app.button(key="hint").click().run()

    app.text_input(key="q").set_value("bocage").run()
    assert "**1\u00a0phase** · 6\u00a0000,00\u00a0€ hors taxes" in said(app)
    assert "**2\u00a0phases** · 10\u00a0750,00\u00a0€ HT" in said(app)

    app.button(key="create_clear").click().run()
    assert "create" not in {button.key for button in app.button}


def test_what_was_seen_and_is_no_longer_so_is_refused(house: House, open_page: Open) -> None:
    """An amount that moved between the tick and the click is not drafted behind the person's back."""
    app = open_page("to_bill")
    app.text_input(key="q").set_value("Avant-projet sommaire").run()
    app.button(key="hint").click().run()
    validate(house.desk(), PhaseId("P-APS"), progress=Decimal("0.6"))

    app.button(key="create").click().run()

    assert "P\\-APS" in app.error[0].value
    assert "5\u00a0700,00\u00a0€" in app.error[0].value.replace("\\", "")


def test_a_decision_taken_elsewhere_shows_on_the_next_run(house: House, open_page: Open) -> None:
    """What a command line decides is on the page at its next rerun."""
    app = open_page("to_bill")
    draft(house.desk(), [PhaseId("P-PRO")])

    app.run()

    assert "**1\u00a0phase** · 4\u00a0750,00\u00a0€ hors taxes" in said(app)


def test_typed_progress_is_weighed_then_validated(open_page: Open) -> None:
    """The foot bar says what the progress typed would earn, and announces what goes down."""
    app = open_page("progress")
    app.session_state["_statements"] = {}
    grid = app.session_state["_statements_base"][0]
    app.session_state[grid] = {
        "edited_rows": {"2": {"new": 40.0}, "5": {"new": 25.0}},
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    words = said(app)
    assert "**2\u00a0phases** · +500,00\u00a0€ acquis" in words
    assert "1\u00a0revue à la baisse (−6\u00a0500,00\u00a0€)" in words.replace("\u2212", "−")
    assert "dont 1 sous le facturé" in words

    app.button(key="validate").click().run()
    assert "2\u00a0avancements validés." in app.success[0].value


def test_a_card_states_a_progress_in_one_tap(open_page: Open) -> None:
    """Each step of a card says what it earns; a milestone has one."""
    app = open_page("progress")
    app.segmented_control(key="vue").set_value("Fiches").run()
    assert "step_P-DEP_50" not in {button.key for button in app.button}

    app.button(key="step_P-APD_50").click().run()

    assert "50,0\u00a0%" in app.success[0].value
    assert "8\u00a0750,00\u00a0€" in app.success[0].value


def test_drafts_are_read_and_discarded_where_invoices_are(house: House, open_page: Open) -> None:
    """A draft stands first in the list, and lets its phases go from its own panel."""
    drafted = draft(house.desk(), [PhaseId("P-PRO")]).drafts[0]
    app = open_page("invoices")
    assert "1\u00a0ébauche pour 6\u00a0000,00\u00a0€ HT" in said(app)

    app.query_params["facture"] = drafted.draft_id
    app.run()
    assert "**7\u00a0200,00\u00a0€**" in said(app)
    app.button(key="discard").click().run()

    assert "1\u00a0ébauche supprimée" in app.success[0].value


def test_an_invoice_says_where_it_stands(open_page: Open) -> None:
    """A document that is late and paid in part shows both words and its four amounts."""
    app = open_page("invoices")
    app.query_params["facture"] = "FA2026-002"
    app.run()
    words = said(app)

    assert ":red-badge[En retard] :yellow-badge[Partielle]" in words
    assert "**10\u00a0720,00\u00a0€**" in words


@pytest.mark.parametrize("role", ["analyst", "billing", "director", "project_manager"])
def test_each_role_sees_its_pages_and_its_commands(
    house: House, open_page: Open, account: str, role: str
) -> None:
    """Forbidden pages are hidden; a forbidden command is there, disabled, with the reason."""
    desk = house.desk()
    people.add(house.ledger, "chef", role="admin", actor=desk.actor, now=NOW)
    manager = "S. Haddad" if role == "project_manager" else None
    people.add(house.ledger, account, role=role, manager=manager, actor=desk.actor, now=NOW)

    if role == "project_manager":
        app = open_page("progress")
        assert "**4\u00a0phases** dans 2\u00a0affaires" in said(app)
        return
    app = open_page("to_bill")
    app.button(key="hint").click().run()
    assert app.button(key="create").disabled is (role == "analyst")


def test_a_stranger_is_told_whom_to_ask(house: House, open_page: Open, account: str) -> None:
    """An account without a role sees no figure."""
    desk = house.desk()
    people.add(house.ledger, "chef", role="admin", actor=desk.actor, now=NOW)
    people.remove(house.ledger, account, actor=desk.actor, now=NOW)

    app = open_page("board")

    assert app.title[0].value == "Accès"
    assert "€" not in said(app)
