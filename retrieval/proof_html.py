"""A proof as one HTML file that needs nothing else: no script, no picture, no address."""

from html import escape

from retrieval.proof import Proof, Quoted
from retrieval.proof_words import facts, headline, how_to_check, related_label, subtitle

_STYLE = """
body { max-width: 800px; margin: 32px auto; padding: 0 20px; color: #1c2220; background: #fff;
  font: 16px/1.75 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 18px; color: #5a645f; letter-spacing: .04em; }
h2 { margin: 32px 0 8px; font-size: 18px; }
.question { margin: 0; font-size: 18px; }
.answer { margin: 4px 0 16px; font-size: 28px; font-weight: 700; line-height: 1.4; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
th, td { padding: 6px 10px; border: 1px solid #dde2de; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { width: 7em; background: #f4f5f2; font-weight: 600; }
.place { margin: 20px 0 4px; font-weight: 600; }
.place span { color: #5a645f; font-weight: 400; }
blockquote { margin: 0; padding: 12px 16px; border-left: 4px solid #1d5c4b; background: #f8f9f7;
  white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: #ffe69a; color: #2b2205; font-weight: 600; }
ol { padding-left: 1.4em; color: #5a645f; font-size: 15px; }
@media print { body { margin: 0; max-width: none; } mark { border-bottom: 2px solid #000; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def proof_html(proof: Proof) -> str:
    """The whole document. Every text of a report, a file name or a user is escaped here."""
    completed = proof.answer.resolved
    resolved = f'<p class="question">↳ = {escape(completed)}</p>' if completed else ""
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in facts(proof)
    )
    steps = "".join(f"<li>{escape(step)}</li>" for step in how_to_check(proof))
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>证据包 · {escape(proof.answer.question)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>整改问答 · 证据包</h1>"
        f'<p class="question">问：{escape(proof.answer.question)}</p>'
        f'{resolved}<p class="answer">{escape(headline(proof))}</p><table>{rows}</table>'
        f"{_section('原文', proof, proof.quoted)}"
        f"{_section(related_label(proof), proof, proof.related)}"
        f"<h2>怎样核对</h2><ol>{steps}</ol></body></html>"
    )


def _section(title: str, proof: Proof, quoted: tuple[Quoted, ...]) -> str:
    if not quoted:
        return ""
    return f"<h2>{escape(title)}</h2>" + "".join(_quotation(proof, q) for q in quoted)


def _quotation(proof: Proof, quoted: Quoted) -> str:
    text = "".join(
        f"<mark>{escape(piece)}</mark>" if marked else escape(piece)
        for piece, marked in quoted.pieces()
    )
    return (
        f'<p class="place">{escape(quoted.heading)} <span>{escape(subtitle(proof, quoted))}</span>'
        f"</p><blockquote>{text}</blockquote>"
    )
