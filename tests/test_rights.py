"""The guard of managers' functions, through every way that Gradio calls one."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from retrieval.accounts import Accounts

PROGRAM = Path(__file__).resolve().parent / "guarded_app.py"
PASSWORD = "long enough"


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Path:
    """The file that every call of the guarded function adds a line to."""
    return tmp_path_factory.mktemp("rights") / "done.txt"


@pytest.fixture(scope="module")
def page(done):
    """(address, id of the component with the guarded function) of a page behind the gate."""
    accounts = Accounts(done.parent)
    for role in ("ask", "manage"):
        accounts.add(role, role, PASSWORD)
    command = [sys.executable, str(PROGRAM), str(done.parent), str(done)]
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            address, component = process.stdout.readline().split()
            yield address, int(component)
        finally:
            process.terminate()


@pytest.fixture(autouse=True)
def nothing_done(done):
    done.write_text("")


@pytest.mark.parametrize("kind", ["queued", "direct"])
def test_function_of_managers_is_called_for_managers_alone(page, done, kind):
    asker, manager = (
        Client(page[0], auth=(name, PASSWORD), verbose=False) for name in ("ask", "manage")
    )
    for client in (asker, manager):
        assert client.predict("it", api_name=f"/look_{kind}") == "seen it"
    with pytest.raises(AppError, match="管理的权限"):
        asker.predict("it", api_name=f"/change_{kind}")
    assert done.read_text() == ""
    assert manager.predict("it", api_name=f"/change_{kind}") == "changed it"
    assert done.read_text() == "it\n"
    for client in (asker, manager):
        client.close()


def test_function_called_by_a_part_of_the_page_is_guarded_too(page, done):
    url, component = page
    call = {"data": "it", "component_id": component, "fn_name": "change", "session_hash": "s"}
    asked, managed = (
        httpx.post(f"{url}/gradio_api/component_server", json=call, auth=(name, PASSWORD))
        for name in ("ask", "manage")
    )
    assert asked.status_code == 500 and managed.json() == "changed it"
    assert done.read_text() == "it\n"
