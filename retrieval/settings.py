"""Every tunable number of the product, with unit, range and where its value comes from.

Read once by whoever opens the index, then handed down; no module keeps a number of its own that
a user might want to turn.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

REPORTS = ROOT / "corpus" / "reports"
LEXICON = ROOT / "corpus" / "lexicon"
QUESTIONS = ROOT / "corpus" / "questions" / "自带评测.jsonl"
INDEX = ROOT / "index"
ASKING_WEIGHTS = Path(__file__).resolve().parent / "weights" / "asking.npz"
READER_WEIGHTS = Path(__file__).resolve().parent / "weights" / "reader.json"
NETWORK_WEIGHTS = Path(__file__).resolve().parent / "weights" / "network"
BUILT_IN_ENCODER = Path(__file__).resolve().parent / "weights" / "encoder"


@dataclass(frozen=True, slots=True)
class Settings:
    """The knobs; `Settings()` is what the product ships with."""

    passage_characters: int = 240
    """Longest passage, in characters, unless one sentence is longer; 80–600. Short enough to quote."""

    question_characters: int = 500
    """Longest question, in characters; a longer one is refused with a message."""

    top_k: int = 5
    """Passages shown with an answer; 1–50."""

    candidates: int = 50
    """Passages that each leg hands to the fusion; 10–500."""

    read_passages: int = 12
    """Best passages that the reader looks for an answer in; 1–50."""

    answer_threshold: float = 0.35
    """Least confidence, 0–1, at which an answer is given rather than refused. What other values
    answer and refuse over documents left out is printed by training/train_reader.py."""

    part_threshold: float = 0.1
    """The same for a part of a question of which another part is answered: who asks for several facts
    at once mostly knows that they are there."""

    on_topic: float = 0.3
    """A refused question with less of its words in any passage is called off topic; 0–1."""

    present: float = 0.7
    """A refused question with more of its words in one passage lacks only the detail; 0–1."""

    heading_weight: float = 0.5
    """Weight of a term found in the heading path and issue title, against 1 in the passage itself."""

    gram_weight: float = 0.5
    """Weight of a character, or a pair of them, against a whole word, 0–1. With single characters the
    fused evidence@1 on 467 questions over nine other documents is 0.651 (benchmarks/legs.py)."""

    latin_weight: float = 3.0
    """Weight of a term with a Latin letter (pm2.5, s115), against 1 for a word, which its characters
    and their pairs support."""

    synonym_weight: float = 0.5
    """Weight of a synonym from corpus/lexicon against the word that the question used, 0–1."""

    dense_weight: float = 30.0
    """Points of BM25 that a cosine of 1 is worth in the fused score, ≥ 0; 0: words alone. Chosen on
    467 questions over nine other documents (benchmarks/results/legs.md)."""

    settle_seconds: float = 3.0
    """Seconds for which a watched folder must rest before its files are read; 0.1–600."""

    lock_seconds: float = 600.0
    """Longest wait, in seconds, for another process that is writing the index; 0 waits not at all."""

    log_days: float = 180.0
    """Days that a question asked through the page, the API or MCP is kept in the log; 0: never
    written."""

    session_idle_hours: float = 4.0
    """Hours without a request after which a login ends, > 0."""

    session_hours: float = 12.0
    """Hours after which a login ends in any case, > 0: a working day."""
