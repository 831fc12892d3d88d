"""Writes the graphs of Whisper, which hold no weights, and the front end that computes its features.

    python training/graphs/export-whisper.py

Needs numpy and onnx. Reads model.bin and config.json of whisper-tiny-en and whisper-base where `ocelli models pull` puts them. The same bytes every time.
"""

import json
import os
from pathlib import Path

from ctranslate2_file import read_ctranslate2
from log_mel_graph import log_mel_graph
from whisper_graphs import WhisperGraphs

ROOT = Path(__file__).parents[2]
MODELS = Path(os.environ.get("OCELLI_MODELS") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ocelli/models")


def write(path: str, data: bytes) -> None:
    target = ROOT / "packages/pocket" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    print(f"packages/pocket/{path}: {len(data)} bytes")


write("log-mel/model.onnx", log_mel_graph().SerializeToString(deterministic=True))
for model in ("whisper-tiny-en", "whisper-base"):
    tensors = read_ctranslate2(MODELS / model / "model.bin")
    graphs = WhisperGraphs("model.bin", tensors, json.loads((MODELS / model / "config.json").read_text())["alignment_heads"], int8=True)
    write(f"{model}/encoder.onnx", graphs.encoder().SerializeToString(deterministic=True))
    write(f"{model}/decoder.onnx", graphs.decoder().SerializeToString(deterministic=True))
