"""Scanned pages and pictures: text recognised offline by RapidOCR with its packaged models."""

import re
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import cv2
import numpy as np
from PIL import Image, ImageSequence, UnidentifiedImageError
from rapidocr import RapidOCR

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.assembly import assembled
from retrieval.sources.frames import flattened, pieces
from retrieval.sources.layout import Box, Line, Sheet
from retrieval.sources.notes import RECOGNISED
from retrieval.sources.picture import Pixels, ink_of, reaching, ruled_cells, straightened

Found = list[tuple[Pixels, str, float]]
"""Where lines stand (left, top, right, bottom in pixels), their texts and confidences."""

A4_WIDTH = 595.0
"""Width in points that the shorter side of a picture is taken to have."""

DPI = 200
"""Resolution at which PDF pages are recognised; below 150 small print suffers."""

MAX_SIDE = 4000
"""Longest side of a picture, in pixels, that is recognised as it is; larger ones are reduced."""

DETECTED_SIDE = 1600
"""Longest side of the page, in pixels, on which lines are looked for; they are read at full size.
Measured: 2400 takes 1.6 times the processor time of a page and finds nothing more."""

SURE = 0.85
"""Mean confidence from which a page is taken to stand upright; turned pages reach about 0.6."""

DOUBTFUL = 0.9
"""Confidence below which a long line is read again in two halves."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FULL = str.maketrans("(),:;?!", "（），：；？！")


class Recogniser:
    """RapidOCR with what it was given so far: `confidences` holds one value in [0, 1] a line."""

    def __init__(self) -> None:
        self.confidences: list[float] = []
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.max_side_len": DETECTED_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": 2,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def scale(self, width: float, height: float) -> float:
        """Pixels a point for a page of that size in points."""
        return min(DPI / 72, MAX_SIDE / max(width, height, 1.0))

    def sheet(self, image: Image.Image, number: int, scale: float) -> Sheet:
        """The lines and table cells of a page, set upright, in points (`scale` pixels each)."""
        pixels = np.asarray(image.convert("RGB"))[:, :, ::-1]
        best, found = pixels, []
        for quarter in (0, 2, 1, 3):
            turned = straightened(np.ascontiguousarray(np.rot90(pixels, quarter)))
            read = self._read(turned)
            if _certainty(read) > _certainty(found):
                best, found = turned, read
            if not read or _certainty(found) >= SURE:
                break
        self.confidences += [sure for _, _, sure in found]
        lines = [_line(box, text, scale) for box, text, _ in found]
        tables = [
            [Box(*(float(side) / scale for side in cell)) for cell in cells]
            for cells in ruled_cells(best)
        ]
        height, width = (side / scale for side in best.shape[:2])
        return Sheet(number, width, height, lines, tables, recognised=True)

    def _read(self, pixels: np.ndarray) -> Found:
        """Corners in pixels, text and confidence of each line."""
        boxes = self._engine(pixels, use_det=True, use_cls=False, use_rec=False).boxes
        if boxes is None:
            return []
        flat = [(*box.min(axis=0).astype(int), *box.max(axis=0).astype(int)) for box in boxes]
        ink = cv2.medianBlur(ink_of(pixels), 3)
        found = []
        for x0, y0, x1, y1 in reaching(flat, ink):
            strip = pixels[max(y0, 0) : y1, max(x0, 0) : x1]
            text, sure = self._line(strip)
            if text and sure >= 0.5:
                found.append(((x0, y0, x1, y1), text, sure))
        return found

    def _line(self, strip: np.ndarray) -> tuple[str, float]:
        """Text and confidence of a line; a long doubtful one is read again in two halves."""
        text, sure = self._text(strip)
        height, width = strip.shape[:2]
        if sure >= DOUBTFUL or width < 25 * height:
            return text, sure
        ink = strip.min(axis=(0, 2))
        third = width // 3
        cut = third + int(np.argmax(np.convolve(ink[third:-third], np.ones(3), "same")))
        halves = self._text(strip[:, :cut]), self._text(strip[:, cut:])
        again = mean(half[1] for half in halves)
        return (halves[0][0] + halves[1][0], again) if again > sure else (text, sure)

    def _text(self, strip: np.ndarray) -> tuple[str, float]:
        result = self._engine(strip, use_det=False, use_cls=False, use_rec=True)
        return (result.txts[0], float(result.scores[0])) if result.txts else ("", 0.0)


def read_image(
    path: Path, progress: Callable[[int, int, str], None]
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a picture; a .tif may hold several pages.

    Raises UnreadableSource where the picture is damaged, too large, or shows no text.
    """
    recogniser = Recogniser()
    sheets: list[Sheet] = []
    try:
        with Image.open(path) as image:
            frames = getattr(image, "n_frames", 1)
            for done, frame in enumerate(ImageSequence.Iterator(image), 1):
                whole = flattened(frame)  # one at a time: each takes some 30 MB
                for piece in pieces(whole):
                    width = piece.width
                    piece.thumbnail((MAX_SIDE, MAX_SIDE))
                    scale = min(whole.size) / A4_WIDTH * piece.width / width
                    sheets.append(recogniser.sheet(piece, len(sheets) + 1, scale))
                progress(done, max(frames, done), "识别")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        found, cure = f"“{path.name}”已损坏或过大", "请重新扫描，或另存为 .png"
        raise UnreadableSource(found, "应能作为图片打开", cure) from error
    if not recogniser.confidences:
        found, cure = f"“{path.name}”里没有识别出文字", "请重新扫描（300 dpi、端正、清晰）"
        raise UnreadableSource(found, "应为报告的扫描件或照片", cure)
    cut = f"图片很长，分成 {len(sheets)} 段识别，页码指第几段"
    notes = (cut,) if len(sheets) > frames else ()
    pages, more = assembled(sheets)
    return pages, notes + more + recognition_note(recogniser, None)


def recognition_note(recogniser: Recogniser, pages: list[int] | None) -> tuple[str, ...]:
    """What the user is told of recognised pages; `pages`: their numbers, None: all of them."""
    if not recogniser.confidences:
        return ()
    where = f"第{'、'.join(map(str, pages))}页的" if pages else ""
    return (f"{where}{RECOGNISED}，平均置信度 {mean(recogniser.confidences):.2f}",)


def full_width(text: str) -> str:
    """Recognised text with the punctuation that Chinese print has; figures stay as they are."""
    text = re.sub(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", "", text.strip())
    if not _HAN.search(text):
        return text
    text = re.sub(r"[()]", lambda m: m[0].translate(_FULL), text)
    text = re.sub(r" *(?<=[^\x00-\x7f])[,:;?!] *| *[,:;?!](?=[^\x00-\x7f])", _widened, text)
    text = re.sub(r"[\[【〔（](\d{4})[\]】〕）](?=\d+号)", r"〔\1〕", text)
    text = re.sub(r"〔(\d{4})[\]】）]", r"〔\1〕", text)
    return re.sub(r"[,:;]$", _widened, re.sub(r"(?<=）) +", "", text))


def _widened(match: re.Match[str]) -> str:
    return match[0].strip().translate(_FULL)


def _certainty(found: Found) -> float:
    """Mean confidence, by length of text; upright lines only: a turned page has tall boxes."""
    total = sum(len(text) for _, text, _ in found)
    flat = [(len(text), sure) for (x0, y0, x1, y1), text, sure in found if x1 - x0 > y1 - y0]
    return sum(size * sure for size, sure in flat) / total if total else 0.0


def _line(box: Pixels, text: str, scale: float) -> Line:
    """A recognised line in points; its size is told by its width, which its box keeps better."""
    x0, y0, x1, y1 = (float(side) / scale for side in box)
    text = full_width(text)
    letters = sum(0.5 if c.isascii() else 1.0 for c in text) or 1.0
    size = min(max((x1 - x0) / letters, 0.6 * (y1 - y0)), y1 - y0)
    return Line(text, x0, y0, x1, y1, size)
