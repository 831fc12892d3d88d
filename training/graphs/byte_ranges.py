"""Tensors as byte ranges of the file that published them.

The graphs in packages/pocket hold no weights of other people: each initializer names a file, an offset and a length. Whoever wrote the
file may have kept a tensor with its axes in another order (kernels that came from TensorFlow are HWIO, seen through strides); a Transpose,
which onnxruntime folds when it loads, puts them right.
"""

from pathlib import Path

import numpy as np
import torch
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

OPSET = 17


class RangedGraph:
    """Collects the nodes of one graph, whose weights are ranges of `weights`; `location` is the name that the graph gives that file."""

    def __init__(self, weights: Path, location: str):
        self.bytes = weights.read_bytes()
        self.location = location
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self.count = 0

    def emit(self, op: str, inputs: list[str], output: str | None = None, **attributes) -> str:
        self.count += 1
        output = output or f"{op.lower()}_{self.count}"
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def array(self, name: str, value) -> str:
        """A constant of the graph's own: a shape, an axis, a scalar."""
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def weight(self, name: str, tensor: torch.Tensor) -> str:
        """A float32 tensor as it lies in the file, its axes in the tensor's order."""
        key = f"{name}/axes"
        stored_order = sorted(range(tensor.ndim), key=lambda axis: -tensor.stride(axis))
        stored = tensor.detach().permute(stored_order).contiguous().numpy()
        moved = stored_order != list(range(tensor.ndim)) and max(tensor.shape) < tensor.numel()
        if name not in self.initializers:
            self._range(name, stored if moved else tensor.detach().contiguous().numpy())
            if moved:
                self.emit("Transpose", [name], key, perm=[stored_order.index(axis) for axis in range(tensor.ndim)])
        return key if moved else name

    def _range(self, name: str, stored: np.ndarray) -> None:
        if stored.dtype != np.float32:
            raise ValueError(f"{name} is {stored.dtype}")
        data = stored.tobytes()
        offset = self.bytes.find(data)
        if offset < 0:
            raise ValueError(f"{name} {stored.shape} does not lie in {self.location} as it is")
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=stored.shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", self.location), ("offset", str(offset)), ("length", str(len(data)))):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
        self.initializers[name] = tensor

    def write(self, target: Path, name: str, inputs: list, outputs: list) -> None:
        """Inputs and outputs as `helper.make_tensor_value_info` gives them. The output is the same bytes every time."""
        graph = helper.make_graph(self.nodes, name, inputs, outputs, list(self.initializers.values()))
        opsets = [helper.make_opsetid("", OPSET), *(helper.make_opsetid(domain, 1) for domain in sorted({node.domain for node in self.nodes} - {""}))]
        model: ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="ocelli")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(model.SerializeToString(deterministic=True))
        print(f"{target}: {target.stat().st_size} bytes")
