"""A number on her chest, which says which frame of the clip has arrived.

Eight blocks are its bits, highest first, white for 1; a second row below shows them inverted, so that
a picture without a number is not taken for one.
"""

import numpy as np

BITS = 8
MODULUS = 2**BITS

# Where it is on the cut-out, in its pixels: on the suit, below the collar.
LEFT, TOP, BLOCK_WIDTH, BLOCK_HEIGHT = 88, 292, 17, 16
WHITE, BLACK = 235, 20


def draw(number: int, cutout: np.ndarray) -> np.ndarray:
    """Return the cut-out (H, W, 3) with the number on it."""
    picture = cutout.copy()
    for bit in range(BITS):
        is_one = number >> (BITS - 1 - bit) & 1
        left = LEFT + bit * BLOCK_WIDTH
        for row, is_white in enumerate((is_one, not is_one)):
            top = TOP + row * BLOCK_HEIGHT
            picture[top : top + BLOCK_HEIGHT, left : left + BLOCK_WIDTH] = WHITE if is_white else BLACK
    return picture


def centres() -> list[list[tuple[float, float]]]:
    """Return the centres of both rows' blocks, x and y, in the cut-out's pixels."""
    return [
        [(LEFT + (bit + 0.5) * BLOCK_WIDTH, TOP + (row + 0.5) * BLOCK_HEIGHT) for bit in range(BITS)] for row in (0, 1)
    ]
