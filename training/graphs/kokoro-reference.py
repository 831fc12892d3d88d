"""Writes packages/pocket/kokoro/reference.json: what Python's onnxruntime makes of sentences in several voices, for the tests.

    python training/graphs/kokoro-reference.py MODELS_DIR/kokoro node_modules/kokoro-js/voices
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

POCKET = Path(__file__).resolve().parents[2] / "packages/pocket/kokoro"
CASES = [
    ("There are 16 pawns on the board.", "af_heart", 1.0, "ðˌɛɹ ɑɹ sˌɪkstˈin pˈɔnz ˌɔn ðə bˈɔɹd."),
    ("How many people are in this picture?", "bm_george", 1.3, "hˌW mˈɛni pˈiːpᵊl ɑː ɪn ðɪs pˈɪkʧə?"),
    ("A large brown horse looks over a wooden fence.", "af_bella", 1.0, "ɐ lˈɑɹʤ bɹˈWn hˈɔɹs lˈʊks ˈOvəɹ ɐ wˈʊdᵊn fˈɛns."),
]
FRAME = 600


def frames(audio: np.ndarray) -> list[float]:
    """Root mean square of each 25 ms."""
    whole = audio[: len(audio) // FRAME * FRAME].reshape(-1, FRAME)
    return [round(float(value), 5) for value in np.sqrt((whole**2).mean(axis=1))]


def main(model_dir: Path, voices_dir: Path) -> None:
    vocabulary = json.loads((POCKET / "vocabulary.json").read_text())
    session = onnxruntime.InferenceSession(str(model_dir / "model.onnx"), providers=["CPUExecutionProvider"])
    reference = []
    for text, voice, speed, sounds in CASES:
        tokens = [vocabulary[sound] for sound in sounds]
        styles = np.fromfile(voices_dir / f"{voice}.bin", dtype="<f4").reshape(510, 1, 256)
        feeds = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": styles[len(tokens) - 1], "speed": np.array([speed], np.float32)}
        (audio,) = session.run(["audio"], feeds)
        reference.append({"text": text, "voice": voice, "speed": speed, "sounds": sounds, "tokens": tokens, "samples": len(audio), "frames": frames(audio)})
        print(voice, len(audio) / 24_000, "s")
    (POCKET / "reference.json").write_text(json.dumps(reference, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
