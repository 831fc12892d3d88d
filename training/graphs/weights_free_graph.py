"""Builds ONNX graphs whose weights are byte ranges of another file.

An initializer may be *external data*: a file's name, an offset and a length. What is derived from such a range (float32 from float16,
a transposed matrix, int8 values and their scales) is written as nodes over it, which onnxruntime folds once when it loads. So the
graph holds no weights, and no scales either.
"""

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from ctranslate2_file import StoredTensor

ONNX_TYPES = {np.dtype(np.float16): TensorProto.FLOAT16, np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int64): TensorProto.INT64}
# Operators that onnxruntime adds to the standard's.
CONTRIB = "com.microsoft"


class WeightsFreeGraph:
    """Nodes are added one at a time; each method returns the name of the value it adds."""

    def __init__(self, data_file: str = "", tensors: dict[str, StoredTensor] | None = None):
        self.data_file, self.tensors = data_file, tensors or {}
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self.made: dict[tuple, str] = {}

    def add(self, op: str, *inputs: str, name: str = "", outputs: int = 1, domain: str = "", **attributes) -> str:
        """One node; `outputs` is the number of its outputs, of which the first is returned (the others are name_1, name_2, ...)."""
        name = name or f"{op}_{len(self.nodes)}"
        names = [name, *(f"{name}_{n}" for n in range(1, outputs))]
        self.nodes.append(helper.make_node(op, list(inputs), names, name=name, domain=domain, **attributes))
        return name

    def contrib(self, op: str, *inputs: str, name: str = "", outputs: int = 1, **attributes) -> str:
        return self.add(op, *inputs, name=name, outputs=outputs, domain=CONTRIB, **attributes)

    def constant(self, value, kind: type = np.int64) -> str:
        """Sizes, axes and other small numbers."""
        array = np.array(value, kind)
        name = f"{array.dtype}_{'_'.join(map(str, array.shape))}_{array.tobytes().hex()}" if array.nbytes <= 64 else f"constant_{len(self.initializers)}"
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(array, name)
        return name

    def stored(self, tensor: str, first: int = 0, count: int | None = None) -> str:
        """A tensor of the file as it lies there, or `count` of its rows from `first` on."""
        held = self.tensors[tensor]
        rows = held.data[first : None if count is None else first + count]
        name = tensor if count is None else f"{tensor}[{first}:{first + count}]"
        if name not in self.initializers:
            made = TensorProto(name=name, data_type=ONNX_TYPES[rows.dtype], data_location=TensorProto.EXTERNAL)
            made.dims.extend(rows.shape)
            row = held.data[0].nbytes
            for key, value in (("location", self.data_file), ("offset", held.offset + first * row), ("length", rows.nbytes)):
                made.external_data.add(key=key, value=str(value))
            self.initializers[name] = made
        return name

    def float32(self, tensor: str, first: int = 0, count: int | None = None) -> str:
        stored = self.stored(tensor, first, count)
        return self._once(("float32", stored), lambda: self.add("Cast", stored, to=TensorProto.FLOAT))

    def int8_columns(self, tensor: str, first: int = 0, count: int | None = None) -> tuple[str, str]:
        """A matrix `[out, in]` of the file as int8 `[in, out]`, and the scale of each column (symmetric, largest value at 127)."""
        rows = self.float32(tensor, first, count)

        def scales() -> str:
            largest = self.add("ReduceMax", self.add("Abs", rows), axes=[1], keepdims=0)
            return self.add("Div", self.add("Max", largest, self.constant(1e-6, np.float32)), self.constant(127, np.float32))

        scale = self._once(("scales", rows), scales)
        quantized = self._once(("int8", rows), lambda: self.add("Transpose", self._rounded(rows, scale), perm=[1, 0]))
        return quantized, scale

    def linear(self, x: str, weight: str, bias: str | None = None, *, int8: bool, first: int = 0, count: int | None = None) -> str:
        """x W^T + b; with int8 the activations are quantized too, as they come."""
        added = [self.float32(bias, first, count)] if bias else []
        if int8:
            values, scale = self.int8_columns(weight, first, count)
            return self.contrib("DynamicQuantizeMatMul", x, values, scale, "", *added)
        columns = self._once(("columns", weight, first), lambda: self.add("Transpose", self.float32(weight, first, count), perm=[1, 0]))
        product = self.add("MatMul", x, columns)
        return self.add("Add", product, *added) if added else product

    def model(self, name: str, inputs: list[ValueInfoProto], outputs: list[ValueInfoProto], opset: int = 17) -> ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, list(self.initializers.values()))
        versions = [helper.make_opsetid("", opset), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9, producer_name="ocelli")

    def _rounded(self, rows: str, scale: str) -> str:
        """Zero points are zeros of int8 as many as there are scales: QuantizeLinear takes its output's type from them."""
        zeros = self.add("Cast", self.add("Mul", scale, self.constant(0, np.float32)), to=TensorProto.INT8)
        return self.add("QuantizeLinear", rows, scale, zeros, axis=0)

    def _once(self, key: tuple, make) -> str:
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]


def float_value(name: str, *shape: int | str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def int_value(name: str, *shape: int | str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, list(shape))
