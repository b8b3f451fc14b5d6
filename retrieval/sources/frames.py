"""Pictures as they are stored → pages as they are looked at: on white, upright, not too long."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

LONG = 2.2
"""Height of a picture, in widths, from which it is a page photographed by scrolling."""

PIECE = (1.2, 1.5)
"""Least and most height of the pieces that such a picture is cut into, in widths."""


def flattened(frame: Image.Image) -> Image.Image:
    """A picture the way its camera held it, in colour, what is transparent in it white."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode.startswith(("I", "F")):
        upright = _eight_bit(upright)
    if upright.has_transparency_data:
        seen = upright.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return upright.convert("RGB")


def pieces(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture; a long one in pieces of a page's height, cut where the least stands."""
    width, height = picture.size
    top = 0
    while height - top > LONG * width or (top and height - top > PIECE[1] * width):
        first, last = (top + int(share * width) for share in PIECE)
        rows = np.asarray(picture.crop((0, first, width, last)).convert("L"), dtype=np.float32)
        blank = np.flatnonzero((spread := rows.std(axis=1)) <= spread.min() + 1.0)
        cut = first + int(blank[len(blank) // 2])
        yield picture.crop((0, top, width, cut))
        top = cut
    yield picture.crop((0, top, width, height)) if top else picture


def _eight_bit(picture: Image.Image) -> Image.Image:
    """A grey picture of 16 or 32 bits a point with its own darkest and lightest as black and white."""
    values = np.asarray(picture, dtype=np.float32)
    least, most = float(values.min()), float(values.max())
    return Image.fromarray(
        ((values - least) * (255 / ((most - least) or 1.0))).round().astype(np.uint8)
    )
