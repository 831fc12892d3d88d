"""Whisper tiny.en in Python, for measuring beside ours: the same weights, greedy, without timestamps.

    python whisper_peers.py ENGINE MODEL_FOLDER THREADS        ENGINE: faster-whisper, faster-whisper-vad (with its filter of speech) or transformers

Reads paths of 16 kHz mono WAV files, one a line, on standard input; answers each with a line of JSON: seconds and text. The first line says that it is ready.
"""

import json
import os
import sys
import tempfile
import time
import wave
from pathlib import Path

engine, folder, threads = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
os.environ["OMP_NUM_THREADS"] = str(threads)

import numpy as np

ENGLISH_END, START, NO_TIMESTAMPS = 50256, 50257, 50362
config = json.loads((folder / "config.json").read_text())


def samples_of(path: str) -> np.ndarray:
    with wave.open(path) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768


def faster_whisper():
    from faster_whisper import WhisperModel

    # CTranslate2 also wants the vocabulary as a list, which the tokenizer holds too.
    work = tempfile.mkdtemp()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        os.symlink(folder / name, Path(work) / name)
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    ids = {**tokenizer["model"]["vocab"], **{token["content"]: token["id"] for token in tokenizer["added_tokens"]}}
    (Path(work) / "vocabulary.json").write_text(json.dumps([token for token, _ in sorted(ids.items(), key=lambda item: item[1])]))
    model = WhisperModel(work, device="cpu", compute_type="int8", cpu_threads=threads)

    long = dict(vad_filter=True) if engine == "faster-whisper-vad" else {}

    def transcribe(samples: np.ndarray) -> str:
        segments, _ = model.transcribe(samples, language="en", beam_size=1, temperature=0, without_timestamps=True, condition_on_previous_text=False, **long)
        return "".join(segment.text for segment in segments)

    return transcribe


def transformers():
    sys.path.insert(0, str(Path(__file__).parents[2] / "training/graphs"))
    import torch
    from tokenizers import Tokenizer
    from transformers import GenerationConfig, WhisperFeatureExtractor

    from whisper_original import original

    torch.set_num_threads(threads)
    model, extractor, tokenizer = original(folder), WhisperFeatureExtractor(feature_size=80), Tokenizer.from_file(str(folder / "tokenizer.json"))
    generation = dict(decoder_start_token_id=START, eos_token_id=ENGLISH_END, pad_token_id=ENGLISH_END, bos_token_id=ENGLISH_END, max_length=448)
    suppressed = dict(suppress_tokens=config["suppress_ids"], begin_suppress_tokens=config["suppress_ids_begin"])
    model.generation_config = GenerationConfig(**generation, **suppressed, no_timestamps_token_id=NO_TIMESTAMPS, is_multilingual=False, return_timestamps=False)

    def transcribe(samples: np.ndarray) -> str:
        features = extractor(samples, sampling_rate=16_000, return_tensors="pt").input_features
        with torch.inference_mode():
            return tokenizer.decode(model.generate(features)[0].tolist(), skip_special_tokens=True)

    return transcribe


transcribe = {"faster-whisper": faster_whisper, "faster-whisper-vad": faster_whisper, "transformers": transformers}[engine]()
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    samples = samples_of(line.strip())
    started = time.perf_counter()
    text = transcribe(samples)
    print(json.dumps({"seconds": time.perf_counter() - started, "text": text.strip()}), flush=True)
