"""A second reader: finds things in the restored pixels by their looks alone, without being told where they are.

Each look (sprite, colour, size) is cut out of the prover's rendering and slid over the restored picture at a sixth
of its size; where the weighted squared difference is small, there is such a thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

Grey = NDArray[np.float64]
_STEP = 6
_FITS = 3000.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a thing looks like: a box of pixels, of which those in the mask count.

    Attributes:
        pixels: Shape (height, width, 3).
        mask: Shape (height, width).
    """

    pixels: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def shrink(values: NDArray[np.generic]) -> Grey:
    """Average blocks of `_STEP` x `_STEP` pixels; shape (height, width) or (height, width, 3)."""
    height, width = (side // _STEP * _STEP for side in values.shape[:2])
    cut = values[:height, :width]
    rows = cut.reshape(height // _STEP, _STEP, *cut.shape[1:]).sum(axis=1, dtype=np.uint16)
    blocks = rows.reshape(height // _STEP, width // _STEP, _STEP, *values.shape[2:])
    sums = sum(blocks[:, :, place].astype(np.float64) for place in range(_STEP))
    return np.asarray(sums) / _STEP**2


def find(picture: Grey, looks: Sequence[Look]) -> list[list[tuple[float, int, int]]]:
    """Find every look in a picture reduced by `shrink`.

    Returns:
        For each look, how far off it is and the left and top corner of where it fits, in pixels of the full
        picture, best first.
    """
    height, width = picture.shape[:2]
    # A look that lies wholly in the picture never reaches round its edge: nothing has to be padded.
    shape = [fft.next_fast_len(height, real=True), fft.next_fast_len(width, real=True)]
    plain = fft.rfft2(picture, s=shape, axes=(0, 1))
    squared = fft.rfft2((picture**2).sum(axis=2), s=shape)
    return [_places(look, plain, squared, (height, width), shape) for look in looks]


def _places(
    look: Look,
    plain: NDArray[np.complex128],
    squared: NDArray[np.complex128],
    size: tuple[int, int],
    shape: list[int],
) -> list[tuple[float, int, int]]:
    weight = shrink(look.mask)
    weight[weight < 0.999] = 0.0
    colours = shrink(look.pixels)
    total = weight.sum()
    if total < 8:
        return []
    weighted = fft.rfft2(weight[:, :, None] * colours, s=shape, axes=(0, 1))
    mask = fft.rfft2(weight, s=shape)
    field = fft.irfft2(squared * mask.conj() - 2 * (plain * weighted.conj()).sum(axis=2), s=shape)
    high, wide = size[0] - weight.shape[0] + 1, size[1] - weight.shape[1] + 1
    error = (field[:high, :wide] + (weight[:, :, None] * colours**2).sum()) / total
    found: list[tuple[float, int, int]] = []
    while len(found) < 12 and error.size:
        row, column = divmod(int(error.argmin()), error.shape[1])
        if error[row, column] > _FITS:
            break
        found.append((float(error[row, column]), column * _STEP, row * _STEP))
        reach = [max(2, side // 3) for side in weight.shape]
        error[max(0, row - reach[0]) : row + reach[0] + 1, max(0, column - reach[1]) : column + reach[1] + 1] = (
            np.inf
        )
    return found
