"""A run written out as files, one for each who reads it."""

from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import QuestionFileError, system_words
from retrieval.evaluation.comparing import Comparison
from retrieval.evaluation.results import Outcome
from retrieval.evaluation_table import csv_table, xlsx
from retrieval.evaluation_text import answers_jsonl, as_json, beir, markdown
from retrieval.records import Document

FORMS = {
    "xlsx": ("评测.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("逐题.csv", "text/csv"),
    "json": ("评测.json", "application/json"),
    "md": ("小结.md", "text/markdown"),
    "jsonl": ("回答.jsonl", "application/x-ndjson"),
    "zip": ("BEIR-TREC.zip", "application/zip"),
}
"""Form → file name and media type."""


def content(
    form: str,
    outcome: Outcome,
    documents: Sequence[Document],
    compared: Comparison | None = None,
) -> bytes:
    """The run in one of FORMS."""
    make = {
        "xlsx": lambda: xlsx(outcome),
        "csv": lambda: csv_table(outcome),
        "json": lambda: as_json(outcome),
        "md": lambda: markdown(outcome, compared).encode(),
        "jsonl": lambda: answers_jsonl(outcome),
        "zip": lambda: beir(outcome, documents),
    }
    return make[form]()


def write_all(
    folder: Path,
    outcome: Outcome,
    documents: Sequence[Document],
    compared: Comparison | None = None,
) -> None:
    """Every form into `folder`, which is made. Raises QuestionFileError where that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form, (name, _) in FORMS.items():
            (folder / name).write_bytes(content(form, outcome, documents, compared))
    except OSError as error:
        raise QuestionFileError(
            f"写不了 {folder}（{system_words(error)}）",
            "要能写的文件夹，且文件没有在别处打开",
            "换一个文件夹",
        ) from error
