"""Scenes of coloured shapes, with everything that can be asked about them: the whole world of the tiny model."""

import math
import random
from collections import Counter
from dataclasses import dataclass

from PIL import Image, ImageDraw

from weather import worn

COLOURS = {
    "red": (220, 40, 40),
    "green": (40, 160, 60),
    "blue": (40, 80, 220),
    "yellow": (240, 210, 40),
    "purple": (150, 60, 190),
    "orange": (245, 140, 30),
    "black": (25, 25, 25),
    "pink": (250, 140, 190),
}
SHAPES = ["circle", "square", "triangle", "star", "heart", "diamond"]
KINDS = [(colour, shape) for colour in COLOURS for shape in SHAPES]
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight"]
MOST_SHAPES = 8
BACKGROUNDS = [(255, 255, 255), (245, 245, 240), (225, 230, 235), (235, 225, 210), (214, 232, 220), (250, 240, 246)]


@dataclass
class Scene:
    picture: Image.Image
    """The picture as a user might have it: any size, blurred, compressed."""
    kinds: list[tuple[str, str]]
    """(colour, shape) of every object."""
    cells: list[int] | None
    """Each object's cell of the 4 x 4 grid, row by row; None where the scene has another grid."""


def outline(shape: str, x: float, y: float, r: float) -> list[tuple[float, float]]:
    """Corners of a shape of radius r about (x, y)."""
    if shape == "circle":
        return [(x + r * math.cos(i * math.pi / 24), y + r * math.sin(i * math.pi / 24)) for i in range(48)]
    if shape == "square":
        a = 0.88 * r
        return [(x - a, y - a), (x + a, y - a), (x + a, y + a), (x - a, y + a)]
    if shape == "triangle":
        return [(x, y - r), (x + r, y + 0.8 * r), (x - r, y + 0.8 * r)]
    if shape == "diamond":
        return [(x, y - r), (x + 0.75 * r, y), (x, y + r), (x - 0.75 * r, y)]
    if shape == "star":
        radii = [r if i % 2 == 0 else 0.42 * r for i in range(10)]
        return [(x + q * math.sin(i * math.pi / 5), y - q * math.cos(i * math.pi / 5)) for i, q in enumerate(radii)]
    turns = [2 * math.pi * i / 40 for i in range(40)]
    return [
        (x + r * math.sin(t) ** 3, y - r * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)) / 16)
        for t in turns
    ]


def make_scene(rng: random.Random) -> Scene:
    grid = rng.choices([4, 3, 2], [8, 2, 1])[0]
    count = rng.randint(1, min(MOST_SHAPES, grid * grid))
    favourites = rng.choices(KINDS, k=rng.choice([1, 2, 3, 3, 4]))
    kinds = [rng.choice(favourites) if rng.random() < 0.8 else rng.choice(KINDS) for _ in range(count)]
    cells = rng.sample(range(grid * grid), count)
    size = rng.choice([128, 128, 192, 256, 400])
    drawn = Image.new("RGB", (size * 2, size * 2), tuple(v + rng.randint(-5, 0) for v in rng.choice(BACKGROUNDS)))
    pen = ImageDraw.Draw(drawn)
    cell = drawn.width / grid
    for (colour, shape), place in zip(kinds, cells):
        r = rng.uniform(0.28, 0.42) * cell
        slack = cell / 2 - r
        x = (place % grid + 0.5) * cell + rng.uniform(-slack, slack)
        y = (place // grid + 0.5) * cell + rng.uniform(-slack, slack)
        pen.polygon(outline(shape, x, y, r), fill=tuple(max(0, min(255, v + rng.randint(-14, 14))) for v in COLOURS[colour]))
    picture = worn(drawn.resize((size, size), Image.Resampling.BILINEAR), rng)
    return Scene(picture, kinds, cells if grid == 4 else None)


def plural(shape: str) -> str:
    return shape + "s"


def some(count: int, colour: str, shape: str) -> str:
    return f"{NUMBERS[count]} {colour} {shape if count == 1 else plural(shape)}"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def ask_count(rng: random.Random, counts: Counter) -> tuple[str, str]:
    colour, shape = rng.choice(list(counts)) if rng.random() < 0.75 else rng.choice(KINDS)
    count = counts.get((colour, shape), 0)
    question = rng.choice(["How many {} are there?", "How many {} do you see?", "how many {}?", "Count the {}.", "How many {} are in the picture?"])
    answer = f"There {'is' if count == 1 else 'are'} {some(count, colour, shape)}." if count else f"There are no {colour} {plural(shape)}."
    return question.format(f"{colour} {plural(shape)}"), answer


def ask_total(rng: random.Random, counts: Counter) -> tuple[str, str]:
    total = sum(counts.values())
    question = rng.choice(["How many shapes are there?", "How many objects are in the picture?", "How many shapes do you see?", "Count the shapes."])
    return question, f"There {'is' if total == 1 else 'are'} {NUMBERS[total]} {'shape' if total == 1 else 'shapes'}."


def ask_colour(rng: random.Random, counts: Counter) -> tuple[str, str] | None:
    """Only of a shape that is there once."""
    per_shape = Counter(shape for (_, shape), count in counts.items() for _ in range(count))
    single = [(colour, shape) for colour, shape in counts if per_shape[shape] == 1]
    if not single:
        return None
    colour, shape = rng.choice(single)
    question = rng.choice(["What colour is the {}?", "Which colour is the {}?", "What color is the {}?"])
    return question.format(shape), f"The {shape} is {colour}."


def ask_exist(rng: random.Random, counts: Counter) -> tuple[str, str]:
    colour, shape = rng.choice(list(counts))
    if rng.random() < 0.5:
        colour, shape = (rng.choice(list(COLOURS)), shape) if rng.random() < 0.5 else (colour, rng.choice(SHAPES))
    question = rng.choice(["Is there a {}?", "Do you see a {}?", "Is there any {}?"]).format(f"{colour} {shape}")
    return question, f"Yes, there is a {colour} {shape}." if (colour, shape) in counts else f"No, there is no {colour} {shape}."


def ask_caption(rng: random.Random, counts: Counter) -> tuple[str, str]:
    """Named in the order of the tables above, so that there is one right caption."""
    ordered = sorted(counts, key=KINDS.index)
    question = rng.choice(["Describe the picture.", "What do you see?", "What is in this image?", "What is in this picture?", "Caption this picture."])
    return question, f"The picture shows {listed([some(counts[kind], *kind) for kind in ordered])}."


ASKED = {"count": ask_count, "total": ask_total, "colour": ask_colour, "exist": ask_exist, "caption": ask_caption}


def questions_about(scene: Scene, rng: random.Random) -> list[tuple[str, str, str]]:
    """(type, question, answer), one of each type that the scene allows."""
    counts = Counter(scene.kinds)
    asked = [(kind, ask(rng, counts)) for kind, ask in ASKED.items()]
    return [(kind, *pair) for kind, pair in asked if pair]
