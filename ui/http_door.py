"""The doors as named endpoints of Gradio's HTTP API, for `gradio_client` and any other program."""

from collections.abc import Callable
from functools import wraps
from inspect import signature

import gradio as gr

from retrieval.errors import QuestionError, RetrievalError
from ui.doors import Doors


def offer(doors: Doors) -> None:
    """Adds an endpoint for each door to the open Blocks; README.md and docs/接口.md show them."""
    for function in (
        doors.ask,
        doors.list_issues,
        doors.get_issue,
        doors.search_passages,
        doors.status,
        doors.mark_wrong,
    ):
        # Straight to a thread: Gradio's queue takes one call of an endpoint at a time.
        gr.api(told(function), api_name=function.__name__, queue=False)


def told(function: Callable) -> Callable:
    """`function`, with its errors as the client gets them: the message in Chinese."""

    asked = signature(function).parameters

    @wraps(function)
    def answer(*args, **kwargs):
        try:
            for name, value in zip(asked, args, strict=False):
                kind = type(asked[name].default)  # a parameter without a default is text
                if not isinstance(value, kind if kind in (int, bool) else str):
                    raise QuestionError(
                        f"参数 {name} 是 {value!r}", "类型不对", "按 docs/接口.md 写参数"
                    )
            return function(*args, **kwargs)
        except RetrievalError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return answer
