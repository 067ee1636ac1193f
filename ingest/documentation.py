"""docs/templates.md, written from the templates themselves."""

from ingest.columns import MEANINGS, Column, Template
from ingest.templates import TEMPLATES

_HEAD = """\
# Les modèles de fichiers

Page écrite par `make docs` à partir de `ingest/templates.py`.

`jalon templates DOSSIER` écrit chaque modèle en CSV et en XLSX, avec deux lignes d'exemple.
Un fichier est reconnu à ses titres de colonnes, jamais à son nom : en anglais ou en français, dans n'importe
quel ordre, accents, majuscules et apostrophes indifférents. Les colonnes marquées \\* sont obligatoires.

- CSV (séparateur `,` `;` ou tabulation ; UTF-8 ou Windows-1252), XLSX, Parquet.
- Dates `2026-03-31` ou `31/03/2026`. Nombres `1234.56` ou `1 234,56`, avec toute sorte d'espace.
- Une part s'écrit `0,3`, `30 %` ou `30` ; entre 1 et 2, elle est refusée parce qu'elle se lit de deux façons.
- Une ligne qui ne se lit pas est rejetée entière, avec sa place et sa raison ; les autres sont chargées.
- Une ligne de même clé remplace la précédente ; les deux restent dans l'historique.
"""


def templates() -> str:
    """Write the whole page."""
    return "\n".join([_HEAD, *(_section(template) for template in TEMPLATES)])


def _section(template: Template) -> str:
    rows = [_row(template, column) for column in template.columns]
    head = [
        "| colonne | en français | contenu | par défaut | autres titres reconnus |",
        "|---|---|---|---|---|",
    ]
    key = " + ".join(f"`{name}`" for name in template.key)
    title = f"## {template.title} (`{template.name}`)\n\nClé : {key}.\n"
    return "\n".join([title, *head, *rows, ""])


def _row(template: Template, column: Column) -> str:
    star = " \\*" if column.is_required else ""
    cells = (
        f"`{column.name}`{star}",
        column.heading,
        _meaning(template, column),
        f"`{column.default}`" if column.default is not None else "",
        ", ".join(column.aliases),
    )
    return f"| {' | '.join(cells)} |"


def _meaning(template: Template, column: Column) -> str:
    if column.choices:
        return ", ".join(f"`{choice.code}` ({choice.spellings[0]})" for choice in column.choices)
    target = next((each for each in template.references if each.column == column.name), None)
    meaning = MEANINGS[column.kind]
    return f"{meaning} ; désigne une ligne de `{target.template}`" if target else meaning
