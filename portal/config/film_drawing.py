"""The ten drawings of the films, as lines on a sheet of 320 by 180, and the pen that draws them.

The last line of each drawing is in cloudberry, and no other: it is what the eye should rest on.
A person is a circle and an arc. There are no faces, so that nobody can be taken for somebody.
"""

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from PIL import Image, ImageDraw

Point = tuple[float, float]
Line = tuple[Point, ...]

WIDTH, HEIGHT = 320, 180
SCALE = 2  # a unit of the sheet is two pixels of the film
FINENESS = 3  # drawn larger, then reduced: that is what makes the lines smooth
SPRUCE, CONTOUR, CHALK, CLOUDBERRY = "#11352b", "#1d483b", "#e9efe6", "#d98e42"
THICK, THIN = 3, 1.5
HILLS = ((70, 60, 85, 1.0), (120, 105, 40, 0.25), (265, 120, 75, 1.15), (190, -25, 70, 0.6), (10, 190, 60, 0.6))
LEVELS = tuple(0.18 + 0.11 * step for step in range(12))
GRID = 4


def line(*numbers: float) -> Line:
    """Straight from point to point: x, y, x, y, …"""
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def bend(*numbers: float) -> Line:
    """The same points, with the corners cut again and again until none is left (Chaikin's curve)."""
    points = line(*numbers)
    for _ in range(4):
        cut = [towards(here, there, share) for here, there in pairwise(points) for share in (0.25, 0.75)]
        points = (points[0], *cut, points[-1])
    return points


def towards(here: Point, there: Point, share: float) -> Point:
    return here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])


def oval(x: float, y: float, wide: float, high: float = 0, *, start: float = -90, end: float = 270) -> Line:
    """Round a middle, in degrees clockwise from the right. Without a height it is a circle."""
    turns = [math.radians(start + (end - start) * step / 48) for step in range(49)]
    return tuple((x + wide * math.cos(turn), y + (high or wide) * math.sin(turn)) for turn in turns)


def box(x: float, y: float, wide: float, high: float, *, soft: float = 0) -> Line:
    """Four sides; the corners are rounded from this far off."""
    middle, right, low = x + wide / 2, x + wide, y + high
    upper = (middle, y, right - soft, y, right, y, right, y + soft, right, low - soft, right, low, right - soft, low)
    return bend(*upper, x + soft, low, x, low, x, low - soft, x, y + soft, x, y, x + soft, y, middle, y)


def person(x: float, y: float, size: float, *, lean: float = 0, start: float = 180, end: float = 360) -> list[Line]:
    """Head and shoulders. The shoulders end at y, or where a table hides the rest."""
    return [oval(x + lean, y - 2.6 * size, size), oval(x, y, 1.75 * size, 1.3 * size, start=start, end=end)]


def seated(x: float, y: float) -> list[Line]:
    """Somebody on a stool."""
    body = bend(x - 24, y, x - 22, y + 20, x - 20, y + 20, x + 20, y + 20, x + 22, y + 20, x + 24, y)
    return [*person(x, y, 13.7), body, *(line(x + side, y + 20, x + 1.2 * side, y + 38) for side in (-16, 16))]


def spruce(x: float, y: float, high: float) -> Line:
    """A tree in one line: the trunk, up the left side and down the right."""
    steps = ((0, 0), (0, 0.14), (-0.3, 0.14), (-0.12, 0.44), (-0.22, 0.44), (0, 1))
    left = [(x + across * high, y - up * high) for across, up in steps]
    return (*left, *((2 * x - across, down) for across, down in reversed(left[1:-1])))


DRAWINGS: dict[str, tuple[Line, ...]] = {
    "path": (
        bend(14, 84, 50, 74, 84, 36, 112, 46, 150, 72, 186, 85),
        bend(137, 64, 176, 46, 212, 20, 244, 34, 274, 62, 306, 78),
        bend(14, 102, 70, 92, 130, 88, 190, 84, 250, 88, 306, 98), line(42, 155, 58, 155),
        spruce(58, 134, 48), spruce(86, 122, 32), spruce(266, 148, 54), spruce(238, 126, 34), oval(50, 156, 32, 6),
        bend(104, 174, 168, 166, 262, 152, 206, 138, 112, 132, 96, 118, 182, 114, 212, 104, 140, 98, 178, 93, 178, 85),
    ),
    "table": (
        *person(108, 106, 13, start=165, end=342), *person(160, 100, 13), *person(212, 106, 13, start=198, end=375),
        *seated(48, 132), *seated(272, 132),
        bend(148, 141, 154, 156, 150, 166, 132, 170), bend(172, 141, 166, 156, 170, 166, 188, 170),
        oval(160, 120, 84, 21, start=180, end=540),
    ),
    "two-people": (
        *person(96, 116, 21, lean=5), *person(224, 116, 21, lean=-5),
        line(178, 116, 276, 116, 294, 138, 26, 138, 44, 116, 149, 116), line(42, 138, 42, 172),
        line(278, 138, 278, 172), line(150, 106, 150, 127, 170, 127, 170, 106), oval(170, 116, 7, 6, end=90),
        oval(160, 106, 10, 2.5), bend(160, 96, 152, 88, 154, 80, 166, 74, 168, 64, 160, 54),
    ),
    "house": (
        line(28, 154, 292, 154), line(104, 154, 104, 88), line(216, 88, 216, 154), line(92, 98, 160, 42, 228, 98),
        line(188, 65, 188, 44, 202, 44, 202, 76), line(122, 154, 122, 112, 146, 112, 146, 154), oval(140, 134, 1),
        spruce(62, 154, 62), spruce(262, 154, 44),
        line(181, 128, 166, 128, 166, 106, 196, 106, 196, 128, 181, 128, 181, 106),
    ),
    "school": (
        line(20, 146, 300, 146), line(40, 146, 40, 76, 128, 76), line(192, 76, 280, 76, 280, 146),
        line(128, 146, 128, 68, 160, 42, 192, 68, 192, 146), oval(160, 72, 9), line(160, 67, 160, 72, 164, 74),
        *(box(x, y, 18, 15) for y in (86, 114) for x in (48.5, 75, 101.5, 200.5, 227, 253.5)),
        line(144, 146, 144, 104, 176, 104, 176, 146), line(160, 104, 160, 146),
        bend(160, 149, 160, 164, 120, 154, 78, 164, 62, 174),
    ),
    "phone": (
        box(128, 28, 64, 124, soft=10), line(152, 39, 168, 39), line(148, 142, 172, 142),
        *(oval(160, 90, far, start=middle - 28, end=middle + 28) for middle in (180, 360) for far in (54, 74)),
        bend(138, 92, 144, 82, 152, 82, 160, 92, 168, 102, 176, 102, 182, 92),
    ),
    "door": (
        line(24, 156, 76, 156), line(202, 156, 296, 156), line(118, 156, 118, 34, 202, 34, 202, 156),
        line(118, 34, 76, 20, 76, 172, 118, 156), oval(85, 104, 2.4),
        bend(118, 104, 134, 92, 156, 90, 180, 102, 202, 92), spruce(184, 122, 28), spruce(134, 118, 20),
        bend(156, 95, 182, 104, 130, 118, 148, 132, 196, 142, 160, 156, 142, 174),
    ),
    "map": (
        line(50, 52, 94, 40, 138, 52, 182, 40, 226, 52, 270, 40, 270, 134, 226, 146, 182, 134, 138, 146, 94, 134,
            50, 146, 50, 52),
        line(94, 40, 94, 134), line(138, 146, 138, 52), line(182, 40, 182, 134), line(226, 146, 226, 52),
        bend(50, 92, 66, 76, 84, 98, 108, 84, 112, 62, 140, 70, 160, 46),
        bend(194, 137, 200, 118, 226, 122, 236, 104, 254, 104, 270, 92),
        *(oval(x, y, 1.5) for x, y in ((74, 122), (122, 106), (164, 112), (200, 80), (248, 68))),
        line(74, 122, 122, 106, 164, 112, 200, 80, 248, 68),
    ),
    "calendar": (
        box(84, 34, 152, 122, soft=8), line(84, 60, 236, 60), line(114, 25, 114, 43), line(206, 25, 206, 43),
        *(oval(104 + 18.7 * column, 78 + 20 * row, 1) for row in range(4) for column in range(7)),
        oval(104 + 18.7 * 4, 98, 9),
    ),
    "circle": (
        *(part for x, y in ((160, 46), (246, 88), (216, 160), (104, 160), (74, 88))
            for part in (*person(x, y, 10), line(x - 17.5, y, x + 17.5, y))),
        oval(160, 100, 30),
    ),
}  # fmt: skip


def picture(name: str, share: float) -> Image.Image:
    """The drawing as far as the pen has come: a share of all its lines."""
    sheet, lines = ground().copy(), DRAWINGS[name]
    pen, left = ImageDraw.Draw(sheet), share * sum(map(length, lines))
    for points in lines:
        trace(pen, reached(points, left), CLOUDBERRY if points is lines[-1] else CHALK, THICK)
        left -= length(points)
    return sheet.reduce(FINENESS)


def length(points: Line) -> float:
    return sum(math.dist(here, there) for here, there in pairwise(points))


def reached(points: Line, left: float) -> Line:
    """The part of a line that this much ink is enough for."""
    done = [points[0]] if left > 0 else []
    for here, there in pairwise(points):
        far = math.dist(here, there)
        if left > 0 and far:
            done.append(towards(here, there, min(1, left / far)))
        left -= far
    return tuple(done)


def trace(pen: ImageDraw.ImageDraw, points: Line, colour: str, width: float) -> None:
    """A line with round ends and corners: a dot wherever two pieces meet."""
    broad = round(width * FINENESS)
    half = (broad - 1) / 2
    spots = [(x * SCALE * FINENESS, y * SCALE * FINENESS) for x, y in points]
    pen.line(spots, colour, broad)
    for x, y in spots:
        pen.ellipse((x - half, y - half, x + half, y + half), colour)


@cache
def ground() -> Image.Image:
    """Spruce green with the contour lines of a quiet landscape, the same in every film."""
    sheet = Image.new("RGB", (WIDTH * SCALE * FINENESS, HEIGHT * SCALE * FINENESS), SPRUCE)
    pen = ImageDraw.Draw(sheet)
    for level in LEVELS:
        for piece in contour(level):
            trace(pen, piece, CONTOUR, THIN)
    return sheet


def contour(level: float) -> Iterator[Line]:
    """Where the land has this height, in short pieces: one through each triangle of a grid that it crosses."""
    for x in range(0, WIDTH, GRID):
        for y in range(0, HEIGHT, GRID):
            for corner in ((x + GRID, y), (x, y + GRID)):
                sides = pairwise(((x, y), corner, (x + GRID, y + GRID), (x, y)))
                crossed = [(a, b) for a, b in sides if (land(a) < level) != (land(b) < level)]
                yield tuple(towards(a, b, (level - land(a)) / (land(b) - land(a))) for a, b in crossed)


@cache
def land(point: Point) -> float:
    return sum(high * math.exp(-((math.dist(point, (x, y)) / wide) ** 2)) for x, y, wide, high in HILLS)
