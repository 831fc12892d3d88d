"""all-MiniLM-L6-v2 in Python, for measuring beside ours: the same weights and sentences.

    python minilm_peers.py ENGINE GRAPH FOLDER THREADS        ENGINE: onnxruntime or transformers; FOLDER: model.safetensors, tokenizer.json

Reads lists of sentences, a line of JSON each, on standard input; answers each with a line of JSON: seconds from sentences to vectors, and the first vector. The
first line says that it is ready.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

engine, graph, files, threads = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
os.environ["OMP_NUM_THREADS"] = str(threads)

import numpy as np
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(str(files / "tokenizer.json"))
tokenizer.no_truncation()
tokenizer.enable_padding()


def tokens(sentences: list[str]) -> tuple[np.ndarray, np.ndarray]:
    encoded = tokenizer.encode_batch(sentences)
    return np.array([one.ids for one in encoded], np.int64), np.array([one.attention_mask for one in encoded], np.int64)


def with_onnxruntime():
    import onnxruntime

    folder = Path(tempfile.mkdtemp())
    shutil.copy(graph, folder / "model.onnx")
    shutil.copy(files / "model.safetensors", folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(folder / "model.onnx", options)
    shutil.rmtree(folder)
    none = np.zeros((0, 384), np.float32)

    def encode(sentences: list[str]) -> np.ndarray:
        ids, mask = tokens(sentences)
        return session.run(["embedding"], {"input_ids": ids, "attention_mask": mask, "beside": none})[0]

    return encode


def with_transformers():
    import torch
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    torch.set_num_threads(threads)
    model = BertModel(BertConfig(hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536), add_pooling_layer=False).eval()
    missing, _ = model.load_state_dict({name.removeprefix("bert."): value for name, value in load_file(files / "model.safetensors").items()}, strict=False)
    if missing:
        raise ValueError(f"no weights for {missing}")

    def encode(sentences: list[str]) -> np.ndarray:
        ids, mask = (torch.from_numpy(one) for one in tokens(sentences))
        with torch.inference_mode():
            hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
            total = (hidden * mask[..., None]).sum(1)
            return (total / total.norm(dim=-1, keepdim=True)).numpy()

    return encode


encode = {"onnxruntime": with_onnxruntime, "transformers": with_transformers}[engine]()
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    sentences = json.loads(line)
    started = time.perf_counter()
    vectors = encode(sentences)
    print(json.dumps({"seconds": time.perf_counter() - started, "first": vectors[0].tolist()}), flush=True)
