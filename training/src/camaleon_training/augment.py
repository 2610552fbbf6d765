"""Samples made out of pictures: placed, composed on rooms, lit, spoiled as cameras spoil them."""

from __future__ import annotations

import cv2
import numpy as np

from .config import Mixture, Shape
from .pictures import Matte, Picture, Pictures

Sample = tuple[Picture, Matte]  # (H, W, 3) and (H, W), both 0…255

SECOND_PERSON = 0.12  # share of the composites
IN_PLACE_SCALE = (0.75, 2.0)  # of pictures that keep their background, where 1 just covers the frame
PATTERNS = 0.12  # share of the rooms with drawn shapes in flat colours


def place(
    size: tuple[int, int], shape: Shape, *, scale: float, centre: tuple[float, float], turn: float, flip: bool
) -> np.ndarray:
    """Return the affine map, (2, 3), from a picture into a frame.

    Args:
        size: height and width of the picture.
        shape: height and width of the frame.
        scale: pixels of the frame a pixel of the picture.
        centre: where the picture's centre lands, as shares of the frame's width and height.
        turn: degrees, counterclockwise.
        flip: whether left and right change sides.
    """
    angle = np.deg2rad(turn)
    linear = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    if flip:
        linear[:, 0] *= -1
    middle = np.array([size[1] / 2, size[0] / 2])
    target = np.array([centre[0] * shape[1], centre[1] * shape[0]])
    return np.concatenate([linear, (target - linear @ middle)[:, None]], axis=1)


def warp(image: np.ndarray, matrix: np.ndarray, shape: Shape, border: int) -> np.ndarray:
    """Warp (H, W, …) into a frame, averaging first where the map shrinks much."""
    factor = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if factor < 0.6:
        height, width = image.shape[:2]
        small = (max(1, round(width * factor)), max(1, round(height * factor)))
        image = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
        matrix = matrix.copy()
        matrix[:, 0] *= width / small[0]
        matrix[:, 1] *= height / small[1]
    return cv2.warpAffine(image, matrix, shape[::-1], flags=cv2.INTER_LINEAR, borderMode=border)


def room(rng: np.random.Generator, rooms: list[Picture], shape: Shape) -> Picture:
    """Cut a frame out of an empty room, at times blurred as behind a shallow focus."""
    picture = rooms[rng.integers(len(rooms))]
    height, width = picture.shape[:2]
    cover = max(shape[0] / height, shape[1] / width)
    scale = cover * rng.uniform(1, 2.2)
    centre = tuple(
        0.5 + rng.uniform(-0.5, 0.5) * max(0, s * scale / f - 1) for s, f in ((width, shape[1]), (height, shape[0]))
    )
    flip = bool(rng.random() < 0.5)
    matrix = place((height, width), shape, scale=scale, centre=centre, turn=rng.normal(0, 2), flip=flip)
    picture = warp(picture, matrix, shape, cv2.BORDER_REFLECT_101)
    if rng.random() < PATTERNS:
        picture = with_patterns(rng, picture)
    return cv2.GaussianBlur(picture, (0, 0), rng.uniform(1, 5)) if rng.random() < 0.25 else picture


def with_patterns(rng: np.random.Generator, picture: Picture) -> Picture:
    """Hang up to three flat patches or chequers of saturated colours: posters, screens, cushions. No person is flat."""
    picture = picture.copy()
    height, width = picture.shape[:2]
    for _ in range(rng.integers(1, 4)):
        rows, columns = (int(side * rng.uniform(0.08, 0.6)) for side in (height, width))
        top, left = int(rng.integers(-rows // 2, height)), int(rng.integers(-columns // 2, width))
        colour = np.uint8([[[rng.integers(180), rng.integers(90, 256), rng.integers(60, 256)]]])
        first = cv2.cvtColor(colour, cv2.COLOR_HSV2RGB)[0, 0]
        second = 255 - first if rng.random() < 0.5 else first // 2
        square = int(rng.integers(3, 24)) if rng.random() < 0.6 else max(rows, columns)
        y, x = np.mgrid[:rows, :columns] // square
        patch = np.stack([first, second])[(y + x) % 2]
        inside = picture[max(0, top) : top + rows, max(0, left) : left + columns]
        inside[...] = patch[-inside.shape[0] :, -inside.shape[1] :]
    return picture


def in_place(
    rng: np.random.Generator, person: Sample, scales: tuple[float, float], untransformed: float, shape: Shape
) -> Sample:
    """Cut a frame out of a picture, keeping its own background.

    Args:
        rng: where chance comes from.
        person: picture and matte.
        scales: of the picture, where 1 just covers the frame.
        untransformed: share that is only fitted to the frame.
        shape: the frame.
    """
    picture, matte = person
    height, width = picture.shape[:2]
    cover = max(shape[0] / height, shape[1] / width)
    if rng.random() < untransformed:
        scale, turn = cover * rng.uniform(0.97, 1.1), rng.normal(0, 2)
    else:
        scale, turn = cover * np.exp(rng.uniform(*np.log(scales))), rng.normal(0, 9)
    slack = [abs(s * scale / f - 1) for s, f in ((width, shape[1]), (height, shape[0]))]
    centre = (0.5 + rng.uniform(-0.5, 0.5) * (slack[0] + 0.1), 0.5 + rng.uniform(-0.5, 0.5) * (slack[1] + 0.05))
    flip = bool(rng.random() < 0.5)
    matrix = place((height, width), shape, scale=scale, centre=centre, turn=turn, flip=flip)
    border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_REFLECT_101
    return warp(picture, matrix, shape, border), warp(matte, matrix, shape, border)


def over_room(
    rng: np.random.Generator, person: Sample, behind: Sample, scales: tuple[float, float], shape: Shape
) -> Sample:
    """Put a person before a background that may hold another person.

    Args:
        rng: where chance comes from.
        person: picture and matte.
        behind: picture and matte of the frame's shape.
        scales: height of the person's picture in frames.
        shape: the frame.
    """
    picture, matte = person
    cut_below = bool(matte[-1].max() > 127)  # by the picture's lower edge, which must then not show
    height, width = picture.shape[:2]
    scale = shape[0] / height * np.exp(rng.uniform(*np.log(scales)))
    low = 1 - height * scale / shape[0] / 2  # the picture's lower edge on the frame's
    vertical = low + rng.uniform(0.01, 0.35) * min(1.0, height * scale / shape[0])
    if not cut_below:
        vertical = rng.uniform(min(0.5, low), max(0.5, low) + 0.2)
    turn = 0 if cut_below and vertical < low + 0.08 else rng.normal(0, 7)
    flip = bool(rng.random() < 0.5)
    matrix = place((height, width), shape, scale=scale, centre=(rng.uniform(0.1, 0.9), vertical), turn=turn, flip=flip)
    alpha = warp(matte, matrix, shape, cv2.BORDER_CONSTANT)
    front = warp(picture, matrix, shape, cv2.BORDER_REPLICATE)
    soft = alpha
    if rng.random() < 0.8:  # feathered, and a little inside, where the old background would shine through
        soft = cv2.GaussianBlur(cv2.erode(alpha, np.ones((3, 3), np.uint8)), (0, 0), rng.uniform(0.5, 1.3))
    share = soft[..., None].astype(np.float32) / 255  # the label too: a wider one would teach an edge bias
    light = rng.uniform(0.8, 1.2, (1, 1, 3)) if rng.random() < 0.5 else 1.0
    mixed = share * np.minimum(front * light, 255) + (1 - share) * behind[0]
    return mixed.astype(np.uint8), np.maximum(soft, behind[1])


def lit(rng: np.random.Generator, picture: Picture) -> Picture:
    """Change light and colour: exposure, contrast, gamma, white balance, saturation, a falling light, darkness."""
    frame = picture.astype(np.float32) / 255
    if rng.random() < 0.8:
        frame *= np.exp(rng.normal(0, 0.08, (1, 1, 3))) * np.exp(rng.normal(0, 0.22))
        frame = (frame - 0.5) * np.exp(rng.normal(0, 0.18)) + 0.5 + rng.normal(0, 0.04)
        grey = frame.mean(axis=2, keepdims=True)
        frame = grey + (frame - grey) * rng.uniform(0.0 if rng.random() < 0.15 else 0.6, 1.4)
    frame = np.clip(frame, 0, 1)
    if rng.random() < 0.4:
        frame **= np.exp(rng.normal(0, 0.3))
    if rng.random() < 0.2:  # a window or a lamp at one side
        height, width = frame.shape[:2]
        angle = rng.uniform(0, 2 * np.pi)
        ramp = np.cos(angle) * np.linspace(-1, 1, width)[None, :] + np.sin(angle) * np.linspace(-1, 1, height)[:, None]
        frame *= np.exp(rng.uniform(0.2, 0.7) * ramp)[..., None].astype(np.float32)
    if rng.random() < 0.12:
        frame *= rng.uniform(0.15, 0.5)
    return (np.clip(frame, 0, 1) * 255).astype(np.uint8)


def spoiled(rng: np.random.Generator, picture: Picture) -> Picture:
    """Spoil a frame as webcams do: soft focus, motion, fewer pixels, noise, compression."""
    height, width = picture.shape[:2]
    kind = rng.random()
    if kind < 0.12:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 1.6))
    elif kind < 0.2:
        length = int(rng.integers(2, 7))
        kernel = np.full((1, length), 1 / length, np.float32)
        picture = cv2.filter2D(picture, -1, kernel if rng.random() < 0.7 else kernel.T)
    elif kind < 0.32:
        factor = rng.uniform(0.35, 0.8)
        small = cv2.resize(picture, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        noise = rng.standard_normal((height, width, 3), dtype=np.float32) * rng.uniform(2, 14)
        if rng.random() < 0.5:
            noise = cv2.GaussianBlur(noise, (0, 0), 0.8) * 1.6
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))]
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, quality)[1], cv2.IMREAD_COLOR)
    return picture


def upper_body(rng: np.random.Generator, picture: Picture, matte: Matte) -> Sample:
    """Cut a body off below at random, as a desk or a near camera does."""
    height = picture.shape[0]
    kept = height if rng.random() < 0.35 else int(height * rng.uniform(0.35, 0.95))
    return picture[:kept], matte[:kept]


def drawn(rng: np.random.Generator, pictures: Pictures, kind: str) -> Sample:
    """Draw one picture with its matte."""
    if kind == "body":
        index = int(rng.integers(len(pictures.bodies)))
        return upper_body(rng, pictures.bodies[index], pictures.body_mattes[index])
    if kind == "unlabelled":
        index = int(rng.integers(len(pictures.unlabelled)))
        return pictures.unlabelled[index], pictures.unlabelled_mattes[index]
    index = int(rng.integers(len(pictures.portraits)))
    return pictures.portraits[index], pictures.portrait_mattes[index]


def sample(rng: np.random.Generator, pictures: Pictures, mixture: Mixture, shape: Shape) -> Sample:
    """Make one training sample of a shape."""
    kinds = ("portrait", "body", "room", "unlabelled")
    shares = np.array([getattr(mixture, kind) for kind in kinds])
    kind = kinds[rng.choice(len(kinds), p=shares / shares.sum())]
    if kind == "room":
        frame, matte = room(rng, pictures.rooms, shape), np.zeros(shape, np.uint8)
    else:
        person = drawn(rng, pictures, kind)
        if rng.random() < (mixture.body_over_room if kind == "body" else mixture.portrait_over_room):
            behind = room(rng, pictures.rooms, shape), np.zeros(shape, np.uint8)
            if rng.random() < SECOND_PERSON:
                behind = over_room(rng, drawn(rng, pictures, "portrait"), behind, mixture.composed_scale, shape)
            frame, matte = over_room(rng, person, behind, mixture.composed_scale, shape)
        else:
            frame, matte = in_place(rng, person, IN_PLACE_SCALE, mixture.untransformed, shape)
    return spoiled(rng, lit(rng, frame)), matte


def batch(
    seed: tuple[int, ...], pictures: Pictures, mixture: Mixture, shape: Shape, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make a batch from nothing but its seed: frames (B, H, W, 3) and mattes (B, H, W), both 0…255."""
    rng = np.random.default_rng(seed)
    samples = [sample(rng, pictures, mixture, shape) for _ in range(count)]
    return np.stack([frame for frame, _ in samples]), np.stack([matte for _, matte in samples])
