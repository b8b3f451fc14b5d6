"""Functions that the browser calls: what they raise is told as a sentence, never as a traceback."""

import logging
from collections.abc import Callable
from functools import wraps

from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

FAULT = {"error": "程序出错了。请再试一次；仍然不行时，请把做了什么和时间告诉管理员。"}


def told(function: Callable[[dict], dict]) -> Callable[[dict], dict]:
    """`function`, with what it raises told as {"error": a Chinese sentence, no markup}."""

    @wraps(function)
    def answer(asked):
        try:
            return function(asked if isinstance(asked, dict) else {})
        except RetrievalError as error:
            return {"error": str(error)}
        except Exception:
            # A fault of the program: the log gets the traceback, the user a sentence.
            logger.exception("%s could not answer", function.__qualname__)
            return FAULT

    return answer
