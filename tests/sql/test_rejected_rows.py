"""marts.rejected_rows: what is not used, and whether its file came again."""

from tests.sql.harness import run_model

GIVEN = {
    "raw.rejected_rows": """
        load_id | file_name | row_number | template | column_name | code        | reason
        1       | a.csv     | 4          | clients  | siren       | unreadable  | illisible
        3       | b.csv     | 2          | clients  | siren       | unreadable  | illisible
    """,
    "core.orphans": """
        load_id | file_name | row_number | template | column_name | code              | reason
        1       | a.csv     | 5          | projects | client_id   | reference_unknown | inconnu
    """,
    "ledger.loads": """
        load_id | file_name | template
        1       | a.csv     | clients
        2       | a.csv     | clients
        3       | b.csv     | clients
        4       | a.csv     | projects
    """,
}


def test_a_file_that_came_again_decides() -> None:
    """The earlier refusal stays on record, marked; a waiting row waits until its parent comes."""
    rows = run_model("marts.rejected_rows", GIVEN)

    assert {(row["load_id"], row["row_number"]): row["is_resent"] for row in rows} == {
        (1, 4): True,
        (3, 2): False,
        (1, 5): False,
    }
