"""Training batches: every question about a picture shares one copy of the picture's tokens."""

import random
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from model import AFTER_QUESTION, BEFORE_QUESTION, IMAGE_SIZE
from scenes import KINDS, make_scene, questions_about
from strangers import make_stranger, questions_about_stranger, strange_question
from weather import seen_at

STRANGERS_SHARE = 0.15
STRANGE_QUESTIONS_SHARE = 0.3
IGNORED = -100


@dataclass
class Batch:
    """Shapes: B pictures, L tokens."""

    pixels: torch.Tensor
    """[B, H, W, 3] uint8."""
    cells: torch.Tensor
    """[B, 16] what lies in each cell of the grid: 0 nothing, else 1 + index of the kind; IGNORED where there is no such grid."""
    ids: torch.Tensor
    positions: torch.Tensor
    """[B, L] each question starts again behind the picture's tokens, as if it were the only one."""
    part: torch.Tensor
    """[B, L] 0: the shared beginning; 1, 2, ...: the n-th question and its answer; -1: padding."""
    targets: torch.Tensor
    """[B, L] the next token where it belongs to an answer, else IGNORED."""
    asked: list[list[str]]
    """Per picture, the type of each question."""


class BatchMaker:
    def __init__(self, tokenizer, seed: int):
        self.rng = random.Random(seed)
        self.pad = tokenizer.pad_token_id
        self.encode = lru_cache(50_000)(lambda text: tuple(tokenizer(text).input_ids))
        self.beginning = self.encode(BEFORE_QUESTION)
        self.end = tokenizer.eos_token_id

    def make(self, size: int) -> Batch:
        pixels = np.empty((size, IMAGE_SIZE, IMAGE_SIZE, 3), np.uint8)
        cells = torch.full((size, 16), IGNORED)
        rows, asked = [], []
        for row in range(size):
            if self.rng.random() < STRANGERS_SHARE:
                picture, questions = make_stranger(self.rng), questions_about_stranger(self.rng)
            else:
                scene = make_scene(self.rng)
                picture, questions = scene.picture, questions_about(scene, self.rng)
                if self.rng.random() < STRANGE_QUESTIONS_SHARE:
                    questions.append(strange_question(self.rng))
                if scene.cells is not None:
                    cells[row] = 0
                    for kind, cell in zip(scene.kinds, scene.cells):
                        cells[row, cell] = 1 + KINDS.index(kind)
            pixels[row] = seen_at(picture, IMAGE_SIZE, self.rng)
            rows.append(self._sequence(questions))
            asked.append([kind for kind, _, _ in questions])
        length = (max(len(row[0]) for row in rows) + 7) // 8 * 8
        columns = [torch.tensor([row[i] + [fill] * (length - len(row[i])) for row in rows]) for i, fill in enumerate([self.pad, 0, -1, IGNORED])]
        return Batch(torch.from_numpy(pixels), cells, *columns, asked)

    def _sequence(self, questions) -> tuple[list[int], list[int], list[int], list[int]]:
        start = len(self.beginning)
        ids, positions, part, targets = list(self.beginning), list(range(start)), [0] * start, [IGNORED] * start
        for number, (_, question, answer) in enumerate(questions, 1):
            before = self.encode(question) + self.encode(AFTER_QUESTION)
            after = (*self.encode(" " + answer), self.end)
            length = len(before) + len(after)
            ids += before + after
            positions += range(start, start + length)
            part += [number] * length
            targets += [IGNORED] * (len(before) - 1) + list(after) + [IGNORED]
        return ids, positions, part, targets
