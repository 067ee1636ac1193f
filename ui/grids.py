"""The grids of the lists: which columns, how wide, in which words."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import streamlit as st

from firm.money import euros
from ui import dates, device, inert, statements, wording

_C = st.column_config
ROW_HEIGHT = 36
_HEADER = 34
_ROWS_SEEN = 15


def height(rows: int) -> int:
    """Fit a short list, and show fifteen rows of a long one."""
    return (
        _HEADER + ROW_HEIGHT * min(max(rows, 1), _ROWS_SEEN) + (ROW_HEIGHT // 3 if rows > _ROWS_SEEN else 0)
    )


def money(rows: pl.DataFrame, column: str) -> list[str]:
    """Spell a column of amounts: text, since a number would follow the browser's language."""
    return [euros(amount) for amount in rows[column]]


def names(rows: pl.DataFrame, column: str) -> list[str]:
    """Spell a column of texts that came from files."""
    return [inert.cell(value) for value in rows[column]]


def share(rows: pl.DataFrame, column: str) -> list[float | None]:
    """Give a column of ratios to a bar; a bar draws with floats, and nothing is computed from it."""
    return [None if value is None else float(value) for value in rows[column]]


def chips(codes: Sequence[Sequence[str] | None], naming: Any) -> list[list[str]]:  # noqa: ANN401
    """Name the codes of each row."""
    return [[naming(code).label for code in row or ()] for row in codes]


def chip_column(label: str, words: dict[str, wording.Word], *, width: int) -> Any:  # noqa: ANN401
    """Draw codes as coloured words."""
    return _C.MultiselectColumn(
        label,
        options=[word.label for word in words.values()],
        color=[word.colour for word in words.values()],
        width=width,
    )


def amount_column(label: str, *, width: int = 112) -> Any:  # noqa: ANN401
    """Draw amounts, digits under digits."""
    return _C.TextColumn(label, alignment="right", width=width)


def billable(
    rows: pl.DataFrame,
    *,
    key: str,
    ticked: Sequence[int],
    is_ticked: bool,
    on_open: Callable[..., None],
    args: tuple[Any, ...],
) -> list[int]:
    """Show phases to bill with ticks (none where there is nothing to draft); give the rows ticked."""
    shown = pl.DataFrame(
        {
            "open": names(rows, "phase_label"),
            "project": names(rows, "project_name"),
            "amount": money(rows, "billable_amount"),
            "client": names(rows, "client_name"),
            "waiting": [dates.waiting(days) for days in rows["waiting_days"]],
            "progress": share(rows, "progress_ratio"),
            "contract": money(rows, "contract_amount"),
            "reasons": chips(rows["blocked_by"].to_list(), wording.reason),
            "notices": chips(rows["notices"].to_list(), wording.notice),
        },
        schema_overrides={
            "reasons": pl.List(pl.String),
            "notices": pl.List(pl.String),
            "progress": pl.Float64,
        },
    )
    order = ["project", "open", "client", "waiting", "progress", "amount", "contract", "notices"]
    if not is_ticked:
        order = ["project", "open", "client", "waiting", "amount", "reasons", "notices"]
    if device.is_phone():
        order = ["open", "amount", "project", "waiting", *(["reasons"] if not is_ticked else [])]
    event = st.dataframe(
        shown,
        key=key,
        column_order=order,
        column_config={
            "project": _C.TextColumn("Affaire", width=165),
            "open": _C.ButtonColumn(
                "Phase",
                width=130 if device.is_phone() else 165,
                type="tertiary",
                alignment="left",
                key=f"{key}_open",
                on_click=on_open,
                args=args,
            ),
            "client": _C.TextColumn("Client", width=130),
            "waiting": _C.TextColumn("Attente", alignment="right", width=70),
            "progress": _C.ProgressColumn(
                "Avancement", format="percent", min_value=0, max_value=1, width=100
            ),
            "amount": amount_column("À facturer"),
            "contract": amount_column("Marché HT"),
            "reasons": chip_column("Ce qui bloque", wording.REASONS, width=220),
            "notices": chip_column("Signaux", wording.NOTICES, width=220),
        },
        height=height(rows.height),
        row_height=ROW_HEIGHT,
        hide_index=True,
        placeholder="",
        alt="Phases",
        **(_ticks(ticked) if is_ticked else {}),
    )
    return list(event.selection.rows) if is_ticked else []


def _ticks(ticked: Sequence[int]) -> dict[str, Any]:
    return {
        "on_select": "rerun",
        "selection_mode": "multi-row",
        "selection_default": {"selection": {"rows": list(ticked)}},
    }


def documents(
    rows: pl.DataFrame,
    *,
    key: str,
    is_short: bool,
    are_drafts: bool,
    is_ticked: bool,
    on_open: Callable[..., None],
    args: tuple[Any, ...],
) -> list[int]:
    """Show drafts and invoices; give the rows ticked, where there are ticks."""
    shown = pl.DataFrame(
        {
            "open": names(rows, "reference"),
            "kind": [wording.DOCUMENT_KINDS.get(kind, kind) for kind in rows["document_kind"]],
            "client": names(rows, "client_name"),
            "project": names(rows, "project_name"),
            "statuses": chips(rows["statuses"].to_list(), wording.status),
            "date": [dates.day(day) for day in rows["document_date"]],
            "due": [dates.day(day) for day in rows["due_date"]],
            "gross": money(rows, "gross_amount"),
            "open_amount": money(rows, "open_amount"),
        },
        schema_overrides={"statuses": pl.List(pl.String)},
    )
    order = ["open", "kind", "client", "project", "statuses", "date", "due", "gross", "open_amount"]
    if is_short or device.is_phone():
        order = ["open", "client", "statuses", "open_amount"]
    if device.is_phone():
        order = ["open", "open_amount", "statuses", "client"]
    if are_drafts:  # they are neither due nor owed yet
        order = [{"open_amount": "gross"}.get(column, column) for column in order if column != "due"]
        order = list(dict.fromkeys(order))
    event = st.dataframe(
        shown,
        key=key,
        column_order=order,
        column_config={
            "open": _C.ButtonColumn(
                "Numéro",
                width=110,
                type="tertiary",
                alignment="left",
                key=f"{key}_open",
                on_click=on_open,
                args=(key, *args),
            ),
            "kind": _C.TextColumn("Type", width=70),
            "client": _C.TextColumn("Client", width=125 if is_short else 155),
            "project": _C.TextColumn("Affaire", width=175),
            "statuses": chip_column("Statut", wording.STATUSES, width=155),
            "date": _C.TextColumn("Date", width=85),
            "due": _C.TextColumn("Échéance", width=85),
            "gross": amount_column("TTC", width=108),
            "open_amount": amount_column("Reste dû", width=108),
        },
        height=height(rows.height),
        row_height=ROW_HEIGHT,
        hide_index=True,
        placeholder="",
        alt="Documents",
        **(_ticks(()) if is_ticked else {}),
    )
    return list(event.selection.rows) if is_ticked else []


def progress(rows: pl.DataFrame, *, key: str, base: statements.Base) -> pl.DataFrame:
    """Show phases with a column for their new progress, in percent; give the rows as typed."""
    validated = share(rows, "progress_ratio")
    now = [None if ratio is None else round(ratio * 100, 6) for ratio in validated]
    typed: pl.DataFrame = st.data_editor(
        pl.DataFrame(
            {
                "project": names(rows, "project_name"),
                "element": names(rows, "mission_element"),
                "phase": names(rows, "phase_label"),
                "contract": money(rows, "contract_amount"),
                "validated": validated,
                "new": [
                    base.percents.get(phase, old) for phase, old in zip(rows["phase_id"], now, strict=True)
                ],
                "reason": [base.reasons.get(phase, "") for phase in rows["phase_id"]],
            },
            schema_overrides={"validated": pl.Float64, "new": pl.Float64, "element": pl.String},
        ),
        key=key,
        disabled=["project", "element", "phase", "contract", "validated"],
        column_config={
            "project": _C.TextColumn("Affaire", width=215),
            "element": _C.TextColumn("Él.", width=55),
            "phase": _C.TextColumn("Phase", width=215),
            "contract": amount_column("Marché HT"),
            "validated": _C.ProgressColumn("Validé", format="percent", min_value=0, max_value=1, width=115),
            "new": _C.NumberColumn(
                "Nouvel avancement (%)",
                min_value=0.0,
                max_value=100.0,
                step=0.01,
                format="localized",
                width=165,
            ),
            "reason": _C.TextColumn("Motif", max_chars=500, width=180),
        },
        height=height(rows.height),
        row_height=ROW_HEIGHT,
        hide_index=True,
        placeholder="",
        alt="Phases et leur nouvel avancement",
    )
    return typed
