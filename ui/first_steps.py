"""First steps: how an empty firm gets its first figures."""

import streamlit as st

from ui import guard, intake, outcomes
from ui.wording import plural

_ORDER = "clients, affaires, devis, phases, avancements, temps, factures, lignes, règlements"


def show() -> None:
    """Offer the drop zone, and say what comes after."""
    with st.container(gap="xxsmall"):
        st.title("Premiers pas", anchor=False)
        st.caption("La base est vide. Trois étapes, et la première série de factures est prête.")
    with st.container(border=True, key="step_import", gap="small"):
        st.markdown(
            f"**1 · Importer**  \n:gray[Exports CSV ou Excel, dans n'importe quel ordre : {_ORDER}. "
            "Chaque fichier est reconnu à ses en-têtes.]"
        )
        _drop()
    with st.container(border=True, key="step_link", gap="small"):
        st.markdown(
            "**2 · Relier**  \n:gray[Les lignes qui citent un client ou un devis absent "
            "attendent son fichier, "
            "et reviennent d'elles-mêmes quand il arrive.]"
        )
    with st.container(border=True, key="step_bill", gap="small"):
        st.markdown(
            "**3 · Première série**  \n:gray[Valider les avancements, cocher les phases prêtes, "
            "relire les ébauches.]"
        )
    st.caption(
        "Pour essayer d'abord sur une société d'exemple : `make demo`, dans un dossier à part. "
        "Les modèles de fichiers : `jalon templates DOSSIER`."
    )
    outcomes.show()


def _drop() -> None:
    reason = guard.refusal("ingest")
    files = st.file_uploader(
        "Déposer des fichiers",
        accept_multiple_files=True,
        key="drop",
        label_visibility="collapsed",
        disabled=reason is not None,
        help=reason,
    )
    if files and st.button(
        f"Importer {plural(len(files), 'fichier')}",
        type="primary",
        icon=":material/upload_file:",
        key="import",
        shortcut="Mod+Enter",
    ):
        outcomes.decide("Lecture et publication…", lambda: intake.take(files))
