"""Pictures before recognition: on white, in eight bits, cut where they are too long for a page."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from retrieval.errors import UnsupportedSource
from retrieval.sources import open_source
from retrieval.sources.frames import PIECE, flattened, pieces


def printed(size: tuple[int, int], step: int = 150) -> Image.Image:
    """Black bars, as lines of print, on white; each as high as a third of the step."""
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for top in range(step // 2, size[1] - step // 2, step):
        draw.rectangle((60, top, size[0] - 60, top + step // 3), fill=0)
    return picture


def bars(picture: Image.Image) -> int:
    dark = np.asarray(picture.convert("L")).min(axis=1) < 128
    return int(dark[0]) + int(np.diff(dark.astype(int)).clip(0).sum())


def test_what_is_transparent_is_white():
    print_ = printed((400, 600))
    clear = Image.new("RGBA", print_.size, (0, 0, 0, 0))
    clear.putalpha(print_.point(lambda value: 255 - value))
    assert flattened(clear).tobytes() == print_.convert("RGB").tobytes()


@pytest.mark.parametrize(("kind", "factor"), [(np.uint16, 257), (np.uint16, 4), (np.float32, 0.01)])
def test_deeper_greys_keep_their_contrast(kind, factor):
    print_ = printed((400, 600))
    deep = Image.fromarray((np.asarray(print_, np.float64) * factor).astype(kind))
    assert flattened(deep).tobytes() == print_.convert("RGB").tobytes()


def test_a_long_picture_is_cut_between_its_lines_and_a_page_is_not():
    assert list(pieces(page := printed((1000, 2100)))) == [page]
    cut = list(pieces(printed((500, 7000))))
    assert sum(piece.height for piece in cut) == 7000
    assert all(piece.height <= PIECE[1] * 500 for piece in cut)
    assert sum(map(bars, cut)) == bars(printed((500, 7000)))


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"\x00\x00\x00\x18ftypheic", "HEIC 照片.*另存为 .jpg"),
        (b"\x00\x00\x00\x18ftypisom", "音视频文件"),
        (b"\x00\x00\x00\x0cjP  \r\n", "JPEG 2000.*另存为 .png"),
    ],
)
def test_pictures_without_a_reader_are_named(tmp_path, start, message):
    (tmp_path / "a.jpg").write_bytes(start + bytes(range(256)) * 9)
    with pytest.raises(UnsupportedSource, match=message):
        open_source(tmp_path / "a.jpg")
