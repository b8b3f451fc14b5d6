"""`ask … --proof FILE`: the proof of an answer as a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from retrieval.assistant import Assistant
from retrieval.errors import QuestionFileError
from retrieval.ledger_table import save
from retrieval.proof import proof_of
from retrieval.proof_docx import proof_docx
from retrieval.proof_html import proof_html
from retrieval.records import Answer


def save_proof(answer: Answer, assistant: Assistant, path: Path) -> None:
    """Writes the proof of an answer that `assistant` just gave, by the ending of `path`.

    Raises QuestionFileError for another ending, or where the file cannot be written.
    """
    form = path.suffix.lower()
    if form not in (".html", ".docx"):
        raise QuestionFileError(
            f"证据包的文件名是 {path.name}", "应以 .html 或 .docx 结尾", "改文件名"
        )
    generation, encoder_id = assistant.state().generation, assistant.encoder.encoder_id
    proof = proof_of(answer, assistant.documents(), generation, encoder_id, datetime.now(UTC))
    save(proof_docx(proof) if form == ".docx" else proof_html(proof).encode(), path)
    print(f"已写入证据包：{path}", file=sys.stderr)
