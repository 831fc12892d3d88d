"""Writes packages/pocket/kokoro/graph.onnx: Kokoro-82M as published, int8, with its convolutions computed in float32.

    python training/graphs/export-kokoro.py MODELS_DIR/kokoro

The published file multiplies int8 weights with activations that are quantized at each convolution, for which onnxruntime's kernels are slower than those for float32. Here the
weights are turned into float32 when the graph is loaded ((w - zero) x scale, folded once), and the activations stay what they are. All constants are byte ranges of the
published file, so that this graph holds none of them.
"""

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

POCKET = Path(__file__).resolve().parents[2] / "packages/pocket/kokoro"
DATA_FILE = "model.onnx"


class Dequantized:
    """The published graph, and what replaces its integer convolutions."""

    def __init__(self, model: onnx.ModelProto):
        self.graph = model.graph
        self.constants = {tensor.name: tensor for tensor in self.graph.initializer}
        self.makers = {output: node for node in self.graph.node for output in node.output}
        self.users = defaultdict(list)
        for node in self.graph.node:
            for value in node.input:
                self.users[value].append(node)
        self.new_constants: dict[str, TensorProto] = {}

    def nodes(self) -> list[NodeProto]:
        made: list[NodeProto] = []
        replaced = {id(last): nodes for last, nodes in map(self._convolution, self.graph.node) if last is not None}
        for node in self.graph.node:
            made.extend(replaced.get(id(node), [node]))
        return self._used(made)

    def _convolution(self, node: NodeProto):
        """DynamicQuantizeLinear, ConvInteger, [Add of the quantized bias], Cast, Mul: the last of them, and what stands in its place."""
        if node.op_type != "ConvInteger":
            return None, []
        following = self._only_user(node)
        bias = None
        if following.op_type == "Add":
            (quantized_bias,) = [value for value in following.input if value != node.output[0]]
            maker = self.makers[quantized_bias]
            while maker.op_type != "Div":
                maker = self.makers[maker.input[0]]
            bias = maker.input[0]
            following = self._only_user(following)
        last = self._only_user(following)
        if (following.op_type, last.op_type) != ("Cast", "Mul") or (bias and bias not in self.constants):
            raise ValueError(f"{node.name} is not followed by what was expected")
        (scales,) = [self.makers[value] for value in last.input if value != following.output[0]]
        (scale,) = [value for value in scales.input if value in self.constants]
        weight, nodes = self._float32(node.input[1], scale, node.input[3])
        inputs = [self.makers[node.input[0]].input[0], weight, *([bias] if bias else [])]
        conv = NodeProto(op_type="Conv", input=inputs, output=[last.output[0]])
        conv.attribute.extend(node.attribute)
        return last, [*nodes, conv]

    def _float32(self, weight: str, scale: str, zero: str) -> tuple[str, list[NodeProto]]:
        nodes = []

        def add(op: str, *inputs: str, **attributes) -> str:
            name = f"{weight}/{op}_{len(nodes)}"
            nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
            return name

        def beside(value: str, constant: str) -> str:
            """One value for all, or one for each kernel in the shape of the weights."""
            if numpy_helper.to_array(self.constants[constant]).size == 1:
                return value
            shape = f"axes_{len(self.constants[weight].dims)}"
            self.new_constants[shape] = numpy_helper.from_array(np.arange(1, len(self.constants[weight].dims), dtype=np.int64), shape)
            return add("Unsqueeze", value, shape)

        as_float = add("Cast", weight, to=TensorProto.FLOAT)
        if np.any(numpy_helper.to_array(self.constants[zero])):
            as_float = add("Sub", as_float, beside(add("Cast", zero, to=TensorProto.FLOAT), zero))
        return add("Mul", as_float, beside(scale, scale)), nodes

    def _only_user(self, node: NodeProto) -> NodeProto:
        (user,) = self.users[node.output[0]]
        return user

    def _used(self, nodes: list[NodeProto]) -> list[NodeProto]:
        needed, kept = {output.name for output in self.graph.output}, []
        for node in reversed(nodes):
            if needed.intersection(node.output):
                kept.append(node)
                needed.update(node.input)
        return kept[::-1]


def outside(tensor: TensorProto, data: bytes, shapes: set[str]) -> TensorProto:
    """The constant as a byte range of the published file; as it is when its bytes do not stand there, or tell a shape (onnxruntime reads those before it has the file)."""
    array = numpy_helper.to_array(tensor)
    held = array.tobytes()
    tells_shape = tensor.name in shapes or (tensor.data_type == TensorProto.INT64 and len(held) <= 64)
    at = -1 if tells_shape or len(held) < 4 else data.find(held)
    if at == -1:
        return numpy_helper.from_array(array, tensor.name)
    made = TensorProto(name=tensor.name, data_type=tensor.data_type, dims=tensor.dims, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", DATA_FILE), ("offset", at), ("length", len(held))):
        made.external_data.add(key=key, value=str(value))
    return made


def each_once(constants: list[TensorProto], nodes: list[NodeProto]) -> list[TensorProto]:
    """The same constants without repetitions; nodes are told."""
    first: dict[tuple, TensorProto] = {}
    same = {}
    for tensor in constants:
        same[tensor.name] = first.setdefault((tensor.data_type, tuple(tensor.dims), numpy_helper.to_array(tensor).tobytes()), tensor).name
    for node in nodes:
        node.input[:] = [same.get(name, name) for name in node.input]
    return list(first.values())


def short_names(graph: onnx.GraphProto) -> None:
    """The published names are half of the graph."""
    kept = {value.name for value in (*graph.input, *graph.output)} | {""}
    names: dict[str, str] = {}

    def short(name: str) -> str:
        return name if name in kept else names.setdefault(name, f"{len(names):x}")

    for tensor in graph.initializer:
        tensor.name = short(tensor.name)
    for node in graph.node:
        node.ClearField("name")
        node.ClearField("doc_string")
        node.input[:] = [short(name) for name in node.input]
        node.output[:] = [short(name) for name in node.output]


def main(model_dir: Path) -> None:
    data = (model_dir / DATA_FILE).read_bytes()
    published = onnx.load_model_from_string(data)
    dequantized = Dequantized(published)
    nodes = dequantized.nodes()
    needed = {name for node in nodes for name in node.input}
    constants = each_once([tensor for name, tensor in {**dequantized.constants, **dequantized.new_constants}.items() if name in needed], nodes)
    shapes = {name for node in nodes if node.op_type == "Resize" for name in node.input}
    constants = [outside(tensor, data, shapes) for tensor in constants]
    graph = helper.make_graph(nodes, "kokoro", list(published.graph.input), list(published.graph.output), constants)
    short_names(graph)
    versions = [version for version in published.opset_import if version.domain in {"", "com.microsoft", *(node.domain for node in nodes)}]
    model = helper.make_model(graph, opset_imports=versions, ir_version=9, producer_name="ocelli")
    path = POCKET / "graph.onnx"
    path.write_bytes(model.SerializeToString(deterministic=True))
    inside = sum(len(tensor.raw_data) for tensor in graph.initializer)
    print(f"{path.name}: {path.stat().st_size} bytes, {len(nodes)} nodes, {inside} bytes of constants inside")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
