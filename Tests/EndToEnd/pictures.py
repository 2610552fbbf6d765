"""Comparisons of received pictures with what they should be."""

import cv2
import numpy as np

import clips
import rooms


def far_from_person(clip: clips.Clip, margin: int = 40) -> np.ndarray:
    """Return where she never is in a clip, at least `margin` pixels away: (HEIGHT, WIDTH), bool."""
    if clip.person is None:
        return np.ones((rooms.HEIGHT, rooms.WIDTH), bool)
    _, matte = clip.person()
    size = (round(matte.shape[1] * clips.SCALE), round(matte.shape[0] * clips.SCALE))
    alpha = cv2.resize(matte, size)
    taken = np.zeros((rooms.HEIGHT, rooms.WIDTH), np.uint8)
    for index in range(clip.frame_count):
        left = clip.left(index)
        clipped = slice(max(0, -left), min(size[0], rooms.WIDTH - left))
        place = taken[rooms.HEIGHT - size[1] :, left + clipped.start : left + clipped.stop]
        np.maximum(place, (alpha[:, clipped] > 0.02).astype(np.uint8), out=place)
    return cv2.dilate(taken, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)) == 0


def mean_difference(first: np.ndarray, second: np.ndarray, where: np.ndarray) -> float:
    """Return the mean absolute difference of two pictures (HEIGHT, WIDTH, 3) in a region, of 255."""
    return float(np.abs(first.astype(np.float32) - second.astype(np.float32))[where].mean())


def shows_nobody(picture: np.ndarray, background: np.ndarray) -> bool:
    """Tell whether a picture is its background, or one grey."""
    everywhere = np.ones(picture.shape[:2], bool)
    is_background = mean_difference(picture, background, everywhere) <= 6
    return is_background or float(picture.std(axis=(0, 1)).max()) <= 2


def worst_block(first: np.ndarray, second: np.ndarray, where: np.ndarray, side: int = 16) -> float:
    """Return the greatest mean absolute difference of a block of `side` pixels that lies in a region, of 255."""
    difference = np.abs(first.astype(np.float32) - second.astype(np.float32)).mean(axis=2)
    blocks = cv2.blur(difference, (side, side))
    inside = cv2.erode(where.astype(np.uint8), np.ones((side + 1, side + 1), np.uint8), borderValue=1) > 0
    return float(blocks[inside].max())


def share_of_neither(picture: np.ndarray, room: np.ndarray, tolerance: float = 60) -> float:
    """Return the share of a picture, 0...1, that is neither a room nor the one person before it.

    The person is the hull of the largest piece that differs from the room by more than `tolerance` of 255 in a
    colour; whatever else differs counts.
    """
    difference = cv2.absdiff(cv2.blur(picture, (5, 5)), cv2.blur(room, (5, 5))).max(axis=2)
    different = (difference > tolerance).astype(np.uint8)
    outlines, _ = cv2.findContours(different, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if outlines:
        cv2.fillConvexPoly(different, cv2.convexHull(max(outlines, key=cv2.contourArea)), 0)
    return float(different.mean())


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    """Return the correlation of two pictures' brightness, -1...1: a tint all over does not change it."""
    return float(np.corrcoef(first.mean(axis=2).ravel(), second.mean(axis=2).ravel())[0, 1])


def contrast(picture: np.ndarray, where: np.ndarray) -> float:
    """Return the mean strength of what is finer than the planted squares, in a region, of 255."""
    colours = picture.astype(np.float32)
    return float(np.abs(colours - cv2.blur(colours, (4 * rooms.SQUARE, 4 * rooms.SQUARE)))[where].mean())


def planted_place(margin: int = 12) -> np.ndarray:
    """Return where the planted pattern is in the café, without its rim: (HEIGHT, WIDTH), bool."""
    place = np.any(rooms.cafe() != rooms.cafe(planted=False), axis=2).astype(np.uint8)
    return cv2.erode(place, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8), borderValue=1) > 0
