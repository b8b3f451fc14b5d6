"""What can be done with an answer, for the answer card: take its proof away, mark it as wrong.

`answer_tools.js` does the marking; the proofs are plain links to `files`.
"""

from html import escape

from ui.answers import Answers


def answer_tools(answer_id: str, answers: Answers) -> str:
    """HTML of the tools of one answer; 有误 only where there is a log to write it to."""
    wrong = '<button type="button" data-wrong>有误</button>' if answers.log else ""
    link = f"proof/{escape(answer_id)}"
    return (
        f'<div class="answer-tools" data-answer="{escape(answer_id)}">'
        f'<a href="{link}.html" download title="一个网页文件，不用本程序也能核对">证据包</a>'
        f'<a href="{link}.docx" download>证据包（Word）</a>{wrong}</div>'
    )
