"""Routes beside the page: proofs to take away, 有误 to write down, the log for who manages."""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, Response

from retrieval.errors import NotAllowed, RetrievalError
from retrieval.log_table import draft_lines, log_xlsx
from retrieval.proof import Proof
from retrieval.proof_docx import proof_docx
from retrieval.proof_html import proof_html
from retrieval.storage.question_log import read_log
from ui.answers import Answers
from ui.rights import require

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|\s]+')
"""Characters that some system does not take in a file name."""


def router(answers: Answers) -> APIRouter:
    """The routes over the answers lately given and the log."""
    routes, index_dir = APIRouter(), answers.assistant.index_dir

    @routes.get("/proof/{answer_id}.html")
    @_told
    def proof_as_html(request: Request, answer_id: str) -> Response:
        require("ask", request)
        proof = answers.proof(answer_id)
        return _file(proof_html(proof).encode(), _name(proof, "html"), "text/html; charset=utf-8")

    @routes.get("/proof/{answer_id}.docx")
    @_told
    def proof_as_word(request: Request, answer_id: str) -> Response:
        require("ask", request)
        proof = answers.proof(answer_id)
        return _file(proof_docx(proof), _name(proof, "docx"), WORD)

    @routes.post("/wrong/{answer_id}")
    @_told
    def wrong(
        request: Request,
        answer_id: str,
        comment: Annotated[str, Body()],
        correction: Annotated[str, Body()] = "",
    ) -> Response:
        require("ask", request)
        answers.mark(answer_id, comment, correction)
        return JSONResponse({})

    @routes.get("/log.xlsx")
    @_told
    def log_as_sheet(request: Request) -> Response:
        require("manage", request)
        return _file(log_xlsx(read_log(index_dir)), f"提问记录_{date.today():%Y%m%d}.xlsx", EXCEL)

    @routes.get("/drafts.jsonl")
    @_told
    def marked_as_drafts(request: Request) -> Response:
        require("manage", request)
        lines = draft_lines(read_log(index_dir, marked=True))
        return _file(lines.encode(), f"有误的问题_{date.today():%Y%m%d}.jsonl", "application/jsonl")

    return routes


def _told(function: Callable[..., Response]) -> Callable[..., Response]:
    """`function`, with its errors as {"error": a sentence in Chinese}."""

    @wraps(function)
    def answer(*args, **kwargs) -> Response:
        try:
            return function(*args, **kwargs)
        except NotAllowed as error:
            return JSONResponse({"error": str(error)}, 403)
        except RetrievalError as error:
            return JSONResponse({"error": str(error)}, 404)

    return answer


def _name(proof: Proof, ending: str) -> str:
    asked = _UNFIT.sub(" ", proof.answer.question).strip(" .")[:40]
    return f"证据包_{asked}.{ending}"


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)
