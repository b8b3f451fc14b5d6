"""The doors as tools of an MCP server (streamable HTTP, at /mcp)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from starlette.routing import BaseRoute

from retrieval import __version__
from retrieval.errors import RetrievalError
from ui.doors import Doors
from ui.rights import CURRENT, account_of

INSTRUCTIONS = (
    "Questions and answers over Chinese rectification reports (整改报告). Answers are extracted from "
    "the reports, never written: quote figures exactly as they stand, name the issue (问题) and the "
    "passage, and pass a refusal on as one. Ask in Chinese."
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def mcp_server(doors: Doors) -> tuple[MCPServer, list[BaseRoute]]:
    """The server, whose session manager must be running, and the routes that lead to it."""
    server = MCPServer(
        "整改问答", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )
    _add_tools(server, doors)
    routes = server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        # The gate has looked at host and origin already.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    ).routes
    return server, list(routes)


def _add_tools(server: MCPServer, doors: Doors) -> None:
    tool = partial(server.tool, annotations=_READS, structured_output=True)

    @tool(title="提问")
    async def ask(
        question: str, context: Context, report: str = "", issue: str = "", part: str = ""
    ) -> dict[str, Any]:
        """Answers one Chinese question with a span of the reports and the passages it stands in.

        Facts (天业集团罚款多少), lists, counts and sums over all issues (哪些问题没完成), deadlines and
        status of an issue (问题十九的整改时限). `answer` is null and `abstained` true where the reports
        don't tell; `reason` says why. `confidence` in [0, 1] is calibrated: below 0.5 check the
        highlighted text. report: a report id from `status`; issue: a number as the report writes it
        (十九); part: main (正文) or annex (附件); empty: no limit.
        """
        return await _call(context, doors.ask, question, report, issue, part)

    @tool(title="问题台账")
    async def list_issues(
        context: Context,
        report: str = "",
        status: str = "",
        overdue_on: str = "",
        organisation: str = "",
        text: str = "",
    ) -> list[dict[str, Any]]:
        """Lists the numbered issues of the reports with deadline, status and responsible units.

        status: words of the report or 完成, 基本完成, 达到序时进度, 未达序时进度, 长期坚持, 持续推进, 未启动;
        overdue_on: a day (2018-12-31), only issues that were due before it and are not finished;
        organisation: a responsible unit (八师, 石河子市); text: words that the issue must contain.
        """
        return await _call(
            context, doors.list_issues, report, status, overdue_on, organisation, text
        )

    @tool(title="一个问题的全文")
    async def get_issue(issue: str, context: Context, report: str = "") -> dict[str, Any]:
        """Returns one issue whole: text, labelled fields (目标, 措施, 时限, 进展 …), status, version.

        issue: its number (十九, 19); report: needed where several reports have that number.
        """
        return await _call(context, doors.get_issue, issue, report)

    @tool(title="查段落")
    async def search_passages(
        query: str,
        context: Context,
        report: str = "",
        issue: str = "",
        part: str = "",
        top_k: int = 5,
    ) -> list[dict[str, Any]]:
        """Finds the passages nearest to some words, best first, without extracting an answer.

        For reading round a subject, or after `ask` abstained. Offsets count in the report's text.
        """
        return await _call(context, doors.search_passages, query, report, issue, part, top_k)

    @tool(title="索引状态")
    async def status(context: Context) -> dict[str, Any]:
        """Says which reports are indexed: ids, titles, versions, counts, notes of their readers."""
        return await _call(context, doors.status)


async def _call(context: Context, function: Callable, *arguments):
    """`function` in a thread, for the account of the request; its errors as the tool's."""
    CURRENT.set(account_of(context.request_context.request))
    try:
        return await to_thread.run_sync(function, *arguments)
    except RetrievalError as error:
        raise ToolError(str(error)) from error
