"""EfficientNet-Lite2 in Python, for measuring beside ours: the same weights, the same crops.

    python classifier_peers.py ENGINE GRAPH WEIGHTS THREADS        ENGINE: onnxruntime or timm

Reads paths of pictures, one a line, on standard input; answers each with a line of JSON: seconds from decoded pixels to probabilities, and the first label's
index. The first line says that it is ready.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

engine, graph, weights, threads = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
os.environ["OMP_NUM_THREADS"] = str(threads)

import numpy as np
from PIL import Image

SIDE = 260
LONG = 1.15


def crops(picture: Image.Image) -> np.ndarray:
    """The picture, or the squares at its two ends where it is long: [crops, side, side, 3], RGB bytes."""
    width, height = picture.size
    short = min(width, height)
    whole = max(width, height) < short * LONG
    boxes = [(0, 0, width, height)] if whole else [(0, 0, short, short), (width - short, height - short, width, height)]
    return np.stack([np.asarray(picture.resize((SIDE, SIDE), Image.BICUBIC, box)) for box in boxes])


def with_onnxruntime():
    import onnxruntime

    # onnxruntime wants the weights beside the graph.
    folder = Path(tempfile.mkdtemp())
    shutil.copy(graph, folder / "model.onnx")
    shutil.copy(weights, folder / "model.pth")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(folder / "model.onnx", options)
    shutil.rmtree(folder)
    return lambda pixels: session.run(None, {"pixels": pixels, "by_cell": np.array(False)})[0][:, 0]


def with_timm():
    import timm
    import torch

    torch.set_num_threads(threads)
    model = timm.create_model("tf_efficientnet_lite2").eval()
    counted = lambda state: {name: value for name, value in state.items() if not name.endswith("num_batches_tracked")}
    stored, names = counted(torch.load(weights, map_location="cpu", weights_only=True)), list(counted(model.state_dict()))
    model.load_state_dict(dict(zip(names, stored.values(), strict=True)), strict=False)

    def classify(pixels: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return model((torch.from_numpy(pixels).permute(0, 3, 1, 2).float() - 127) / 128).numpy()

    return classify


classify = {"onnxruntime": with_onnxruntime, "timm": with_timm}[engine]()
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    picture = Image.open(line.strip()).convert("RGB")
    picture.load()
    started = time.perf_counter()
    logits = classify(crops(picture))
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    probabilities = (powers / powers.sum(-1, keepdims=True)).mean(0)
    print(json.dumps({"seconds": time.perf_counter() - started, "label": int(probabilities.argmax())}), flush=True)
