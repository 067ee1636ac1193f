"""core.mission_elements: what firms call their phases, in the words of the code."""

import pytest

from tests.sql.harness import failed_checks
from tests.sql.office import office


@pytest.mark.parametrize(
    ("code", "label", "element"),
    [
        (None, "Esquisse", "ESQ"),
        (None, "Études préliminaires (EP)", "ESQ"),
        (None, "Avant-projet sommaire", "APS"),
        (None, "Avant-projet déf.", "APD"),
        (None, "AVANT PROJET DEFINITIF", "APD"),
        (None, "APS + APD", "AVP"),
        (None, "Avant-projet", "AVP"),
        (None, "PRO-DCE", "PRO"),
        (None, "Études de projet", "PRO"),
        (None, "Dossier de consultation des entreprises", "ACT"),
        (None, "Études d'exécution", "EXE"),
        (None, "DET/VISA", "DET"),
        (None, "Direction de l'exécution des travaux", "DET"),
        (None, "Chantier", "DET"),
        (None, "Ordonnancement, pilotage, coordination", "OPC"),
        (None, "Réception", "AOR"),
        (None, "Assistance aux opérations de réception", "AOR"),
        (None, "AOP", "AOR"),
        (None, "Diagnostic", "DIA"),
        (None, "Phase 3", None),
        (None, "Approfondissement", None),
        ("APD2", "Phase 3", "APD"),
        ("VISA", "Études d'exécution", "VISA"),
        ("3.1", "Chantier", "DET"),
    ],
)
def test_a_phase_is_mapped_by_its_code_then_by_its_label(
    code: str | None, label: str, element: str | None
) -> None:
    """The first element written counts, by its longest spelling."""
    found = office("core.mission_elements", raw__phases=[{"code": code, "label": label}])
    assert [row["mission_element"] for row in found] == ([element] if element else [])


def test_deposits_and_expenses_are_no_mission() -> None:
    """They need no mapping."""
    phases = [
        {"phase_id": "D", "label": "Acompte", "billing_mode": "deposit"},
        {"phase_id": "E", "label": "Reprographie", "billing_mode": "expense"},
    ]
    found = office("core.mission_elements", raw__phases=phases)
    assert [row["mission_element"] for row in found] == ["OTHER", "OTHER"]


def test_a_spelling_means_one_element() -> None:
    """Or a phase would be mapped by chance."""
    assert failed_checks("core.mission_spellings") == []
