"""The house's order: imports go down, each third-party package has one home, rooms stay small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the top floor down; a module imports from floors below its own, or from its own folder.
FLOORS = (
    ("app",),
    ("ui", "retrieval.cli", "retrieval.__main__"),
    ("retrieval.commands",),
    (
        "retrieval.ledger_command",
        "retrieval.history_command",
        "retrieval.evaluation_command",
        "retrieval.users_command",
        "retrieval.log_command",
        "retrieval.proof_command",
    ),
    ("retrieval.index_command",),
    ("retrieval.evaluation_files",),
    ("retrieval.evaluation_text",),
    ("retrieval.evaluation_run", "retrieval.evaluation_table"),
    (
        "retrieval.doubts_command",
        "retrieval.figures_command",
    ),
    ("retrieval.earlier",),
    ("retrieval.assistant",),
    ("retrieval.opening",),
    ("retrieval.proof_html", "retrieval.proof_docx"),
    ("retrieval.proof_words", "retrieval.log_table"),
    ("retrieval.proof",),
    (
        "retrieval.accounts",
        "retrieval.wording",
        "retrieval.contract",
        "retrieval.ledger_table",
        "retrieval.terminal",
        "retrieval.watching",
    ),
    ("retrieval.evaluation",),
    ("retrieval.answering",),
    ("retrieval.indexing", "retrieval.search", "retrieval.preview"),
    ("retrieval.intake", "retrieval.receipt"),
    ("retrieval.storage",),
    ("retrieval.ranking",),
    ("retrieval.structure",),
    ("retrieval.sources", "retrieval.language"),
    ("retrieval.records", "retrieval.settings"),
    ("retrieval.errors", "retrieval.scope"),
)
HOMES = {
    "rjieba": {"retrieval/language/tokenizer.py"},
    "pypinyin": {"retrieval/language/spelling.py"},
    "opencc": {"retrieval/language/normalise.py"},
    "sentence_transformers": {"retrieval/ranking/encoder.py"},
    "model2vec": {"retrieval/ranking/encoder.py"},
    "onnxruntime": {"retrieval/answering/network.py", "training/span_model.py"},
    "tokenizers": {"retrieval/answering/pairing.py", "training"},
    "faiss": {"retrieval/ranking/vectors.py"},
    "tantivy": {"retrieval/ranking/lexical.py"},
    "sqlite3": {"retrieval/storage"},
    "watchfiles": {"retrieval/watching.py"},
    "filelock": {"retrieval/storage/lock.py"},
    "gradio": {"app.py", "ui"},
    "argon2": {"retrieval/accounts.py"},
    "mcp": {"ui/mcp_door.py"},
    "docx": {"retrieval/sources", "retrieval/proof_docx.py"},
    "pypdfium2": {"retrieval/sources"},
    "pdfplumber": {"retrieval/sources"},
    "rapidocr": {"retrieval/sources"},
    "lxml": {"retrieval/sources"},
    "openpyxl": {
        "retrieval/sources",
        "retrieval/evaluation/questions.py",
        "retrieval/ledger_table.py",
        "retrieval/evaluation_table.py",
    },
}
SOURCES = sorted(
    path
    for folder in ("retrieval", "ui", "training", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
) + [ROOT / "app.py"]
PRODUCT = [p for p in SOURCES if p.relative_to(ROOT).parts[0] in ("retrieval", "ui", "app.py")]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return relative(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def room(module: str) -> tuple[int, str] | None:
    """Number of the floor, counted from the top, and name of the room on it; None: third party."""
    for index, names in enumerate(FLOORS):
        for name in names:
            if module == name or module.startswith(name + "."):
                return index, name
    return None


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", PRODUCT, ids=relative)
def test_imports_go_down(path):
    own = room(module_of(path))
    for name in imports(path):
        other = room(name)
        if other is None or module_of(path) in ("retrieval", "retrieval.__main__"):
            continue
        assert own is not None, f"{relative(path)} stands on no floor: add it to FLOORS"
        assert other == own or other[0] > own[0], f"{relative(path)} imports {name}, not below it"


@pytest.mark.parametrize("path", PRODUCT, ids=relative)
def test_third_party_packages_have_one_home(path):
    for name in imports(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or any(relative(path).startswith(home) for home in homes), (
            f"{relative(path)} imports {name}; its home is {homes}"
        )


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_rooms_stay_small(path):
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 250, f"{relative(path)} has {lines} lines; split it"


def test_no_drawers_without_a_name():
    bad = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert not [relative(p) for p in SOURCES if set(p.with_suffix("").parts[-2:]) & bad]
