"""Who is asking, and whether they may: the one guard of everything that needs a right.

`gate.Gate` notes the account on every request that it lets in. A function that only managers may
call asks for the right on the server, whichever door the call came through:

    server_functions=[guarded("manage", desk.roll_back)]      # Gradio, page or API
    require("manage", request)                                # a route of FastAPI
"""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps

from retrieval.accounts import ROLES, Account
from retrieval.errors import NotAllowed

CURRENT: ContextVar[Account | None] = ContextVar("account", default=None)
"""The account of the request that is being answered in this context."""

LOCAL = Account("本机", "manage")
"""Whoever sits at this machine, where nobody has to log in."""


def account_of(request=None) -> Account | None:
    """The account behind `request` (Starlette's, FastAPI's or Gradio's), or behind the call that
    is being answered; None: it did not come through the gate."""
    if request is None:
        return CURRENT.get() or _noted(_gradio_request())
    return _noted(request)


def require(right: str, request=None) -> Account:
    """The account behind the call, which has `right` ("ask" or "manage").

    Raises NotAllowed where it has not, and where nobody is known to be asking.
    """
    account = account_of(request)
    if account is None or not account.may(right):
        who = f"账号 {account.name} 只能{ROLES[account.role]}" if account else "还没有登录"
        wanted = "管理" if right == "manage" else ROLES[right]
        raise NotAllowed(who, f"这里需要{wanted}的权限", "换一个账号登录，或请管理员授权")
    return account


def guarded(right: str, function: Callable) -> Callable:
    """`function`, called only for who has `right`; raises NotAllowed for others."""

    @wraps(function)
    def guard(*args, **kwargs):
        require(right)
        return function(*args, **kwargs)

    return guard


def _noted(request) -> Account | None:
    # Gradio wraps the request that it got; a queued call keeps it, but not the context.
    inner = getattr(request, "request", None) or request
    scope = getattr(inner, "scope", None)
    return scope.get("account") if isinstance(scope, dict) else None


def _gradio_request():
    # Not imported for this: a call that Gradio makes finds it there.
    context = sys.modules.get("gradio.context")
    return context.LocalContext.request.get(None) if context else None
