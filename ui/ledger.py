"""The tab 台账: every issue of the live reports, filtered, sorted, counted, read and taken away.

The browser (`ledger.js`) holds what is chosen and calls the functions below through Gradio; each
answers with HTML that is complete and escaped, or with a file.
"""

import base64
from datetime import date

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.contract import issue_json
from retrieval.errors import ScopeError
from retrieval.ledger_table import csv_table, xlsx
from ui.issue_card import issue_card
from ui.ledger_form import WAITING, frame
from ui.ledger_list import NO_ISSUES, NO_MATCH, ledger_list
from ui.ledger_overview import key_of, overview, remarks
from ui.ledger_view import View
from ui.told import told

FILES = {
    "xlsx": (xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (csv_table, "text/csv"),
}


def build(blocks: gr.Blocks, assistant: Assistant) -> None:
    """Adds the tab to `blocks`, which is open; the live reports are read when it is shown."""
    desk = Desk(assistant)
    gr.HTML(
        WAITING,
        apply_default_css=False,
        elem_id="ledger",
        js_on_load="page.ledger(element, server)",
        server_functions=[
            told(desk.opened),
            told(desk.shown),
            told(desk.issue),
            told(desk.saved),
        ],
    )


class Desk:
    """What the browser calls; each takes the view that it asks for and returns JSON."""

    def __init__(self, assistant: Assistant):
        self.assistant = assistant

    def opened(self, asked: dict) -> dict:
        """The frame, with the filters that the live reports offer."""
        self.assistant.catch_up()
        rows = self.assistant.ledger()
        return {"frame": frame(self.assistant.documents(), rows, View.of(asked).day)}

    def shown(self, asked: dict) -> dict:
        """Overview, remarks and list of what meets the filters, with the keys of the rows listed."""
        view = View.of(asked)
        rows, documents = view.rows(self.assistant), self.assistant.documents()
        inside = [d for d in documents if view.report in ("", d.report.report_id)]
        numbered = any(d.issues for d in inside)
        listed = NO_MATCH if numbered else NO_ISSUES
        if rows:
            several = len(inside) > 1
            listed = ledger_list(rows, view.day, view.by, view.reverse, view.most, several)
        return {
            "overview": overview(rows, view.day) if numbered else "",
            "remarks": remarks(inside),
            "list": listed,
            "count": f"{len(rows)}个问题",
            "keys": [key_of(row.issue) for row in rows[: view.most]],
        }

    def issue(self, asked: dict) -> dict:
        """The whole issue that `asked["key"]` names. Raises ScopeError where it is gone."""
        view, documents = View.of(asked), self.assistant.documents()
        for row in self.assistant.ledger():
            if key_of(row.issue) == asked.get("key"):
                document = next(d for d in documents if d.report.report_id == row.report.report_id)
                return {"issue": issue_card(row, document, view.day, named=len(documents) > 1)}
        raise ScopeError("这个问题已经不在台账里", "报告可能刚刚换了新版", "刷新页面后再看")

    def saved(self, asked: dict) -> dict:
        """The rows that meet the filters, all of them, as a file in base64. Nothing is written to
        the server's disk."""
        view = View.of(asked)
        form = "csv" if asked.get("form") == "csv" else "xlsx"
        make, kind = FILES[form]
        content = make([issue_json(r.issue, r.report.text) for r in view.rows(self.assistant)])
        name = f"台账_{date.today():%Y%m%d}.{form}"
        return {"name": name, "kind": kind, "content": base64.b64encode(content).decode()}
