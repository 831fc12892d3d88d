"""Kokoro in Python, for measuring beside ours: kokoro-onnx on the same weights and voices, from text to sound.

    python kokoro_peers.py MODEL VOICES_FOLDER VOCABULARY THREADS

Reads lines of JSON on standard input (text, voice, speed); answers each with a line of JSON: seconds of work and seconds of sound. The first line says that it is ready.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

model, voices, vocabulary, threads = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
os.environ["OMP_NUM_THREADS"] = str(threads)

import numpy as np
import onnxruntime
from kokoro_onnx import Kokoro

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = threads
session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
with tempfile.NamedTemporaryFile(suffix=".npz") as file:
    np.savez(file, **{path.stem: np.fromfile(path, dtype="<f4").reshape(510, 1, 256) for path in voices.glob("*.bin")})
    file.flush()
    # The archive is read when a voice is asked for.
    kokoro = Kokoro.from_session(session, file.name, vocab_config={"vocab": json.loads(vocabulary.read_text())})
    kokoro.voices = dict(kokoro.voices)

print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    started = time.perf_counter()
    samples, rate = kokoro.create(asked["text"], asked["voice"], asked["speed"], "en-us" if asked["voice"][0] == "a" else "en-gb")
    print(json.dumps({"seconds": time.perf_counter() - started, "sound": len(samples) / rate}), flush=True)
