"""The shell: every run of every page passes here first."""

import streamlit as st

from firm import clock
from firm.errors import Refusal
from ui import catalogue, dates, freshness, guard, inert, office, reader, wording

_STATIC = catalogue.ROOT / "ui" / "static"
_FRENCH = "<script>document.documentElement.lang = 'fr';</script>"


def main() -> None:
    """Recognise the person, bring the figures up to date, and open the page asked for."""
    # An icon of ours: a Material one would be fetched from its maker's site by the browser.
    st.set_page_config(page_title="jalon", page_icon=_STATIC / "icon.png", layout="wide")
    st.html(_STATIC / "jalon.css")
    st.html(_FRENCH, unsafe_allow_javascript=True)
    st.logo(_STATIC / "logo.svg", size="medium")
    try:
        place = office.enter()
        today = clock.today()
        person = guard.recognise(place)
        if person is None:
            _menu(frozenset())
            guard.stranger(place.account)
            return
        stamp = freshness.bring(place, today)
    except Refusal as refusal:
        st.error(f"{inert.text(refusal.message)} {inert.text(refusal.remedy)}", icon=":material/block:")
        return
    reader.pin(place.home)
    page = _menu(guard.may(person))
    with st.sidebar, st.container(key="foot", gap="xsmall"):
        if stamp is not None:
            st.caption(f":material/database: Données du {dates.day(stamp.today)}")
        role = wording.ROLES[person.role]
        st.caption(f":material/person: {inert.text(person.name)} · {role}")
    page.run()


def _menu(may: frozenset[str]) -> st.Page:
    sections: dict[str, list[st.Page]] = {}
    for entry in catalogue.open_to(may):
        page = st.Page(
            entry.file,
            title=entry.title,
            icon=entry.icon,
            url_path=entry.address or None,
            default=not entry.address,
        )
        sections.setdefault(entry.section, []).append(page)
    return st.navigation(sections)


main()
