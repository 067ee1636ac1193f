"""Reads of the published warehouse: one connection per publication, each answer kept until the next."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import duckdb
import polars as pl
import streamlit as st

from firm.home import Home
from warehouse import published

Value: TypeAlias = str | int | float | bool | Decimal | date | tuple[str, ...] | tuple[Decimal, ...] | None
Version: TypeAlias = tuple[str, int, int]

PAGE_SIZE = 50


def version(home: Home) -> Version | None:
    """Name the publication that is in place, or None before the first one."""
    try:
        stat = home.warehouse.stat()
    except FileNotFoundError:
        return None
    return str(home.root), stat.st_mtime_ns, stat.st_ino


def pin(home: Home) -> None:
    """Make every read of this run see one publication, even if another one lands meanwhile."""
    st.session_state["_version"] = version(home)


def rows(sql: str, params: Mapping[str, Value] | None = None) -> pl.DataFrame:
    """Answer a query of the catalogue `ui/queries`; parameters are bound, never spelt into the text."""
    return _answer(st.session_state["_version"], sql, tuple(sorted((params or {}).items())))


def first(sql: str, params: Mapping[str, Value] | None = None) -> dict[str, object]:
    """Answer a query that has one row."""
    return rows(sql, params).row(0, named=True)


def pages(count: int, size: int = PAGE_SIZE) -> int:
    """Count the pages of a list; an empty list has one."""
    return max(1, -(-count // size))


def digest(*parts: object) -> str:
    """Name a list by its filters, so that its widgets start afresh when they change."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()


@st.cache_data(max_entries=256, show_spinner=False)
def _answer(at: Version, sql: str, params: tuple[tuple[str, Value], ...]) -> pl.DataFrame:
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in params}
    with _cursor(at) as cursor:
        answer: pl.DataFrame = cursor.sql(sql, params=bound or None).pl()
        return answer


@contextmanager
def _cursor(at: Version) -> Iterator[duckdb.DuckDBPyConnection]:
    cursor = _opened(at).cursor()
    try:
        yield cursor
    finally:
        cursor.close()


@st.cache_resource(max_entries=3, show_spinner=False, on_release=lambda opened: opened.close())
def _opened(at: Version) -> published.Published:
    return published.open(Home.find(at[0]))
