"""Writes what the original implementation makes of known sounds, for the tests that hold the graphs to it.

    python training/graphs/whisper-reference.py

Needs numpy, torch and transformers. Reads the models where `ocelli models pull` puts them, and the spoken questions of packages/models/test-support;
writes packages/pocket/{log-mel,whisper-tiny-en,whisper-base}/reference.json.
"""

import json
import os
import wave
from pathlib import Path

import numpy as np
import torch
from transformers import WhisperFeatureExtractor, WhisperForConditionalGeneration

from whisper_original import original

ROOT = Path(__file__).parents[2]
MODELS = Path(os.environ.get("OCELLI_MODELS") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ocelli/models")
SPEECH = ROOT / "packages/models/test-support/speech"
# Tokens before the first word; the first is the start.
OPENINGS = {"whisper-tiny-en": [50257, 50362], "whisper-base": [50258, 50259, 50359, 50363]}
extractor = WhisperFeatureExtractor(feature_size=80)


def samples_of(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


@torch.no_grad()
def greedy(model: WhisperForConditionalGeneration, features: torch.Tensor, config: dict, opening: list[int]) -> tuple[list[int], list[float]]:
    """Tokens up to the end, and the logarithm of each one's probability."""
    end = 50257 if len(opening) > 2 else 50256
    barred = [token for token in config["suppress_ids"] if token < end]
    states = model.model.encoder(features).last_hidden_state
    tokens, probabilities = list(opening), []
    while len(tokens) < 100:
        logits = model(encoder_outputs=(states,), decoder_input_ids=torch.tensor([tokens])).logits[0, -1]
        allowed = logits[: end + 1].clone()
        allowed[barred] = -torch.inf
        if len(tokens) == len(opening):
            allowed[config["suppress_ids_begin"]] = -torch.inf
        token = int(allowed.argmax())
        probabilities.append(float(torch.log_softmax(logits, 0)[token]))
        if token == end:
            break
        tokens.append(token)
    return tokens[len(opening) :], probabilities


def write(path: str, reference: object) -> None:
    target = ROOT / "packages/pocket" / path / "reference.json"
    target.write_text(json.dumps(reference, separators=(",", ":")) + "\n")
    print(target.relative_to(ROOT))


def log_mel_reference() -> dict:
    """Features of two seconds of waves that anyone can make again, every `step`th value of the whole window of 30 s."""
    seconds = np.arange(32_000) / 16_000
    waves = (0.3 * np.sin(2 * np.pi * 220 * seconds) + 0.2 * np.sin(2 * np.pi * (500 + 900 * seconds) * seconds) + 0.05 * np.sin(2 * np.pi * 6_100 * seconds)).astype(np.float32)
    features = extractor(waves, sampling_rate=16_000, return_tensors="np").input_features[0]
    # Behind the sound all is silence; its first tenth of a second still hears the end of it.
    features = features[:, :210]
    step = 41
    return {"bands": 80, "frames": 210, "step": step, "values": [round(float(value), 6) for value in features.reshape(-1)[::step]]}


write("log-mel", log_mel_reference())
for name, opening in OPENINGS.items():
    config = json.loads((MODELS / name / "config.json").read_text())
    model = original(MODELS / name)
    heard = {}
    for recording in ("how-many-pawns", "how-many-are-black"):
        features = extractor(samples_of(SPEECH / f"{recording}.wav"), sampling_rate=16_000, return_tensors="pt").input_features
        tokens, probabilities = greedy(model, features, config, opening)
        heard[recording] = {"tokens": tokens, "logProbabilities": [round(value, 4) for value in probabilities]}
    write(name, heard)
