"""The page to log in on, and the page that says why not; without Gradio."""

from html import escape
from urllib.parse import quote

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    # With no-referrer a browser would not say which site a form comes from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Of every answer of the gate."""

_STYLE = """
body { margin: 0; color: var(--ink); font-size: 16px; line-height: 1.6; }
main { max-width: 340px; margin: 12vh auto 0; padding: 0 20px; }
h1 { font-size: 22px; letter-spacing: .04em; }
form, .refused { padding: 22px; border: 1px solid var(--line); border-radius: 12px;
  background: var(--surface); }
label { display: block; margin-bottom: 14px; color: var(--muted); font-size: 15px; }
input { box-sizing: border-box; width: 100%; margin-top: 4px; padding: 9px 12px; font: inherit;
  color: var(--ink); background: var(--surface); border: 1px solid var(--control);
  border-radius: 8px; }
input:focus { outline: 2px solid var(--accent); outline-offset: 0; border-color: var(--accent); }
button { width: 100%; padding: 10px; border: 0; border-radius: 8px; font: inherit; font-weight: 600;
  color: var(--on-accent); background: var(--accent); cursor: pointer; }
button:hover { background: var(--accent-hover); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[role=alert] { margin: 0 0 14px; color: var(--late); }
"""


def login_page(head: str, back: str, words: str = "") -> str:
    """The form; `back`: the path to go to afterwards, `words`: why the last try failed, "" none."""
    told = f'<p role="alert">{escape(words)}</p>' if words else ""
    action = f"?next={quote(back)}" if back else ""
    return _page(
        head,
        f'<form method="post" action="{escape(action)}">{told}'
        '<label>名字<input name="username" autocomplete="username" required autofocus></label>'
        '<label>密码<input name="password" type="password" autocomplete="current-password" '
        "required></label><button>登录</button></form>",
    )


def refusal_page(head: str, words: str) -> str:
    """Why a request is not answered."""
    return _page(head, f'<p class="refused">{escape(words)}</p>')


def _page(head: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head>{head}<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>整改问答 · 登录</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>整改问答</h1>{body}</main></body></html>"
    )
