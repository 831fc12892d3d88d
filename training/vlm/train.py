"""Trains the tiny model on scenes made as it goes. Run again with the same --work to go on from the last checkpoint.

    python train.py --work work --minutes 40
"""

import argparse
import json
import math
import time
from collections import defaultdict
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from batches import IGNORED, Batch, BatchMaker
from model import IMAGE_TOKENS, make_model, make_tokenizer
from muon import Muon
from scenes import KINDS

BATCH = 16
MUON_RATE, ADAM_RATE = 2e-3, 1.5e-3
"""Muon for the matrices inside the layers, AdamW for the rest."""
CELLS_WEIGHT = 0.3
"""Of the auxiliary loss: what lies in each cell, read off the image tokens. The labels are free in a synthetic world; the head is dropped at export."""


class Learner(nn.Module):
    def __init__(self, tokenizer):
        super().__init__()
        self.model = make_model(tokenizer)
        self.cells_head = nn.Linear(self.model.config.text_config.hidden_size, 1 + len(KINDS))
        self.image_token = tokenizer.convert_tokens_to_ids("<image>")

    def image_tokens(self, pixels: torch.Tensor) -> torch.Tensor:
        vision = self.model.model.vision_model
        x = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
        x = vision.embeddings.patch_embedding(x).flatten(2).transpose(1, 2) + vision.embeddings.position_embedding.weight[None]
        for layer in vision.encoder.layers:
            x = layer(x, None)
        return self.model.model.connector(vision.post_layernorm(x))

    def forward(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits at the positions that have a target, and of every cell."""
        seen = self.image_tokens(batch.pixels)
        text = self.model.model.text_model
        embedded = text.embed_tokens(batch.ids)
        first = int((batch.ids[0] == self.image_token).nonzero()[0])
        embedded = torch.cat((embedded[:, :first].to(seen.dtype), seen, embedded[:, first + IMAGE_TOKENS :].to(seen.dtype)), 1)
        place = torch.arange(batch.ids.shape[1])
        same = (batch.part[:, None, :] == 0) | (batch.part[:, None, :] == batch.part[:, :, None])
        allowed = (place[None, :] <= place[:, None])[None] & same
        hidden = text(inputs_embeds=embedded, attention_mask=allowed[:, None], position_ids=batch.positions, use_cache=False).last_hidden_state
        return self.model.lm_head(hidden[batch.targets != IGNORED]), self.cells_head(seen)


def accuracy(learner: Learner, maker: BatchMaker, batches: int) -> dict[str, float]:
    """Share of answers that are right to the last token, by type of question. Teacher-forced, which is the same as greedy decoding for whole answers."""
    right = defaultdict(list)
    learner.eval()
    with torch.no_grad():
        for _ in range(batches):
            batch = maker.make(64)
            logits, _ = learner(batch)
            wanted = batch.targets != IGNORED
            good = torch.ones_like(wanted)
            good[wanted] = logits.argmax(-1) == batch.targets[wanted]
            for row, kinds in enumerate(batch.asked):
                for number, kind in enumerate(kinds, 1):
                    right[kind].append(bool(good[row][batch.part[row] == number].all()))
    learner.train()
    return {kind: round(sum(values) / len(values), 3) for kind, values in sorted(right.items())}


def optimisers(learner: Learner) -> list[tuple[torch.optim.Optimizer, float]]:
    inside = [p for name, p in learner.named_parameters() if p.ndim == 2 and ".layers." in name]
    others = [p for p in learner.parameters() if all(p is not matrix for matrix in inside)]
    groups = [
        {"params": [p for p in others if p.ndim > 1], "weight_decay": 0.02},
        {"params": [p for p in others if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return [
        (torch.optim.AdamW(groups, lr=ADAM_RATE, betas=(0.9, 0.98), fused=True), ADAM_RATE),
        (Muon(inside, lr=MUON_RATE), MUON_RATE),
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("work"))
    parser.add_argument("--minutes", type=float, default=40)
    arguments = parser.parse_args()
    arguments.work.mkdir(exist_ok=True)
    torch.set_num_threads(1)
    tokenizer = make_tokenizer()
    learner = Learner(tokenizer)
    stepping = optimisers(learner)
    checkpoint = arguments.work / "checkpoint.pt"
    step, spent = 0, 0.0
    if checkpoint.exists():
        kept = torch.load(checkpoint)
        learner.load_state_dict(kept["learner"])
        for (optimiser, _), state in zip(stepping, kept["optimisers"]):
            optimiser.load_state_dict(state)
        step, spent = kept["step"], kept["spent"]
    maker = BatchMaker(tokenizer, seed=step)
    unseen = BatchMaker(tokenizer, seed=10**9)
    started = reported = time.time() - spent
    while (done := (time.time() - started) / (arguments.minutes * 60)) < 1:
        rate = min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        for optimiser, top in stepping:
            for group in optimiser.param_groups:
                group["lr"] = top * rate
        batch = maker.make(BATCH)
        with torch.autocast("cpu", torch.bfloat16):
            logits, cells = (out.float() for out in learner(batch))
        loss = F.cross_entropy(logits, batch.targets[batch.targets != IGNORED])
        cells_loss = F.cross_entropy(cells.flatten(0, 1), batch.cells.flatten(), ignore_index=IGNORED)
        for optimiser, _ in stepping:
            optimiser.zero_grad()
        (loss + CELLS_WEIGHT * cells_loss).backward()
        nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
        for optimiser, _ in stepping:
            optimiser.step()
        step += 1
        if time.time() - max(reported, started + spent) > 120:
            reported = time.time()
            state = {"learner": learner.state_dict(), "optimisers": [o.state_dict() for o, _ in stepping], "step": step, "spent": reported - started}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            line = {"minute": round((reported - started) / 60, 1), "step": step, "loss": round(loss.item(), 4), "cells": round(cells_loss.item(), 4)}
            print(json.dumps(line | accuracy(learner, unseen, 2)), flush=True)
    torch.save(learner.model.state_dict(), arguments.work / "model.pt")
    result = {"steps": step, "pictures": step * BATCH, "accuracy": accuracy(learner, BatchMaker(tokenizer, seed=10**9 + 1), 16)}
    (arguments.work / "result.json").write_text(json.dumps(result, indent=1))
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
