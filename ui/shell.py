"""The HTML that Gradio serves, made Chinese and shut to everything outside this machine."""

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; "
    # Gradio compiles its HTML templates in the browser and styles elements in place.
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; frame-ancestors 'self'"
)
"""The browser itself refuses any address but this server's, whatever a later Gradio asks for."""

REPLACEMENTS = (
    (re.compile(rb'lang="en"'), b'lang="zh-CN"'),
    # Previews for social networks and an installable app: English, and addresses elsewhere.
    (re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*'), b""),
    (re.compile(rb'<link rel="manifest"[^>]*>\s*'), b""),
)


class Shell:
    """ASGI middleware: rewrites HTML answers and adds the security headers to every answer.

    `head` is HTML that goes before everything else in <head>.
    """

    def __init__(self, app: ASGIApp, head: str = ""):
        self.app, self.head = app, head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if "/assets/" in scope["path"]:
                    # Named by a hash of what is in them: never fetched twice.
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
                if headers.get("content-type", "").startswith("text/html"):
                    held.append(message)
                    return
            if not held:
                await send(message)
                return
            held.append(message)
            if not message.get("more_body"):
                await _send_rewritten(held, self.head, send)

        await self.app(scope, receive, rewrite)


def rewritten(html: bytes, head: bytes = b"") -> bytes:
    """Gradio's index page in our language, without addresses of other machines, with `head`."""
    for pattern, replacement in REPLACEMENTS:
        html = pattern.sub(replacement, html)
    return html.replace(b"<head>", b"<head>" + head, 1)


async def _send_rewritten(held: list[Message], head: bytes, send: Send) -> None:
    start, *body = held
    html = rewritten(b"".join(part.get("body", b"") for part in body), head)
    MutableHeaders(raw=start["headers"])["Content-Length"] = str(len(html))
    await send(start)
    await send({"type": "http.response.body", "body": html})
