"""A scanned page as a picture: set straight, its ruling lines found, its lines of print reached."""

import cv2
import numpy as np

Pixels = tuple[int, int, int, int]
"""Left, top, right and bottom edge, in pixels."""

SKEW = 5.0
"""Largest rotation that is set right, in degrees."""

REACH = (2.8, 1.6)
"""How far left and right of a line print is looked for that detection left out, in letter heights:
thin marks as in 一、 at its start, a comma at its end."""


def reaching(boxes: list[Pixels], ink: np.ndarray) -> list[Pixels]:
    """The boxes of lines widened to the print that stands right before and after them."""
    return [_widened(box, boxes, ink) for box in boxes]


def _widened(box: Pixels, boxes: list[Pixels], ink: np.ndarray) -> Pixels:
    x0, y0, x1, y1 = box
    height = y1 - y0
    level = [b for b in boxes if b is not box and min(b[3], y1) - max(b[1], y0) > 0.3 * height]
    left = max([0, x0 - int(REACH[0] * height), *(b[2] for b in level if b[2] <= x0 + height)])
    right = [
        ink.shape[1],
        x1 + int(REACH[1] * height),
        *(b[0] for b in level if b[0] >= x1 - height),
    ]
    band = ink[max(y0, 0) + height // 6 : y1 - height // 6]
    before = _printed(band[:, left:x0][:, ::-1], height)
    after = _printed(band[:, x1 : max(min(right), x1)], height)
    return x0 - before, y0, x1 + after, y1


def _printed(band: np.ndarray, height: int) -> int:
    """How many columns of `band` print fills, from its first on; a ruling line ends it."""
    columns = (band > 0).sum(axis=0)
    ruled = np.flatnonzero(columns > 0.95 * len(band)) if len(band) else np.array([])
    filled = np.flatnonzero(columns[: int(ruled[0])] if len(ruled) else columns)
    last = -1
    for column in filled:
        if column - last > 0.9 * height:
            break
        last = int(column)
    return 0 if last < 0 else last + max(2, height // 8)


def ink_of(pixels: np.ndarray) -> np.ndarray:
    """White where the page is printed, black elsewhere."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]


def straightened(pixels: np.ndarray) -> np.ndarray:
    """The page without slight rotation: at the angle where its rows are most uneven."""
    small = cv2.resize(ink_of(pixels), None, fx=(f := 700 / max(pixels.shape[:2])), fy=f)

    def unevenness(angle: float) -> float:
        rows = _rotated(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    angle = 0.0
    for step in (1.0, 0.25, 0.05):
        reach = SKEW if step == 1.0 else 4 * step
        angle = max(np.arange(angle - reach, angle + reach + step / 2, step), key=unevenness)
    return pixels if abs(angle) < 0.1 else _rotated(pixels, float(angle), 255)


def _rotated(pixels: np.ndarray, angle: float, paper: int) -> np.ndarray:
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    border = (paper, paper, paper)
    return cv2.warpAffine(pixels, turn, (width, height), borderValue=border)


def ruled_cells(pixels: np.ndarray) -> list[list[Pixels]]:
    """The cells of each ruled table on the page."""
    ink = ink_of(pixels)
    reach = max(pixels.shape[:2]) // 40
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, reach), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((reach, 1), np.uint8))
    rules = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    _, _, frames, _ = cv2.connectedComponentsWithStats(rules)
    _, _, holes, _ = cv2.connectedComponentsWithStats(255 - rules, connectivity=4)
    least = reach // 3
    holes = [tuple(map(int, hole[:4])) for hole in holes[1:]]
    tables = []
    for fx, fy, fw, fh, _ in frames[1:]:
        inside = [
            (x, y, x + w, y + h)
            for x, y, w, h in holes
            if fx < x and fy < y and x + w < fx + fw and y + h < fy + fh and min(w, h) > least
        ]
        if len(inside) > 3:
            tables.append(inside)
    return tables
