"""Reads of the board: tiles, the queue of the day, what happened since yesterday."""

import polars as pl

from ui import reader

_TILES = "select tile, amount, item_count, oldest_date, oldest_days, both_count from marts.board_tiles"
_QUEUE = """
select position, action, item_count, amount, is_gross, oldest_days from marts.today_queue order by position
"""
_EVENTS = """
select "at", actor, verb, subject, item_count, amount
from marts.recent_events
order by "at" desc, verb, subject
limit 8
"""
_IS_EMPTY = """
select not exists (select 1 from marts.phases) and not exists (select 1 from marts.invoices) as is_empty
"""


def tiles() -> dict[str, dict[str, object]]:
    """Give the five tiles by name."""
    return {str(row["tile"]): row for row in reader.rows(_TILES).iter_rows(named=True)}


def queue() -> pl.DataFrame:
    """Give what to do today, the costliest first."""
    return reader.rows(_QUEUE)


def events() -> pl.DataFrame:
    """Give the latest decisions and loads."""
    return reader.rows(_EVENTS)


def is_empty() -> bool:
    """Tell a firm that has nothing to work on yet."""
    return bool(reader.first(_IS_EMPTY)["is_empty"])
