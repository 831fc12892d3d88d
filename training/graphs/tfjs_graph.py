"""TensorFlow.js graph models as ONNX graphs without weights.

A TensorFlow.js model is a JSON file (nodes, and a manifest of its tensors) beside a .bin file that holds the tensors' bytes one
after another. The ONNX graph made here keeps every tensor as *external data*: a byte range of that very .bin file. What TensorFlow
stores differently (NHWC, HWIO kernels, float16) is settled by Transpose and Cast nodes, which onnxruntime folds when it loads.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

OPSET = 17
NUMPY_TYPES = {TensorProto.FLOAT16: np.float16, TensorProto.FLOAT: np.float32, TensorProto.INT32: np.int32}


@dataclass(frozen=True)
class StoredTensor:
    """Where a tensor's bytes lie in the .bin file."""

    offset: int
    length: int
    shape: list[int]
    onnx_type: int


class TfjsGraph:
    """One conversion: `convert` cuts the model at some of its tensors and returns what computes them."""

    def __init__(self, model_json: Path):
        model = json.loads(model_json.read_text())
        self.tf_nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
        self.weights_path = model_json.with_suffix(".bin")
        self.bytes = self.weights_path.read_bytes()
        self.stored = _read_manifest(model["weightsManifest"], len(self.bytes))
        self.nodes: list[NodeProto] = []
        self.initializers: dict[str, TensorProto] = {}
        self.values: dict[str, str] = {}  # TensorFlow tensor, or derived constant -> name of the ONNX value

    def convert(self, outputs: dict[str, str]) -> ModelProto:
        """`outputs`: names to give -> TensorFlow tensors to cut at. All maps are NCHW, height and width are free."""
        for name, tensor in outputs.items():
            self._emit("Identity", [self._value(tensor)], name)
        pixels = helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", 3, "height", "width"])
        maps = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, self.weights_path.stem, [pixels], maps, list(self.initializers.values()))
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="ocelli")

    def _value(self, tensor: str) -> str:
        if tensor not in self.values:
            self.values[tensor] = self._convert_node(self.tf_nodes[tensor])
        return self.values[tensor]

    def _convert_node(self, node: dict) -> str:
        name, op, inputs, attributes = node["name"], node["op"], node.get("input", []), node.get("attr", {})
        if op == "Placeholder":
            return "pixel_values"
        if op == "Const":
            return self._scalar(float(self._constant(name))) if self.stored[name].shape == [] else self._weight(name)
        if op in ("_FusedConv2D", "FusedDepthwiseConv2dNative", "Conv2D", "DepthwiseConv2dNative"):
            return self._convolution(name, op, inputs, attributes)
        if op in ("Mul", "Add", "AddV2", "Sub"):
            return self._emit(op.removesuffix("V2"), [self._value(i) for i in inputs], name)
        if op in ("Relu", "Sigmoid", "Identity"):
            return self._emit(op, [self._value(inputs[0])], name)
        if op == "Relu6":
            return self._relu6(self._value(inputs[0]), name)
        if op == "Mean":
            return self._emit("ReduceMean", [self._value(inputs[0])], name, axes=[2, 3], keepdims=1)
        if op == "ConcatV2":
            return self._emit("Concat", [self._value(i) for i in inputs[:-1]], name, axis=1)
        if op == "MaxPool":
            window, strides = _integers(attributes, "ksize")[1:3], _integers(attributes, "strides")[1:3]
            return self._emit("MaxPool", [self._value(inputs[0])], name, kernel_shape=window, strides=strides, auto_pad=_padding(attributes))
        if op == "Pad":
            begin_end = self._constant(inputs[1])[[0, 3, 1, 2]].T.flatten()  # rows of NHWC -> begins, then ends of NCHW
            return self._emit("Pad", [self._value(inputs[0]), self._array(f"{name}/pads", begin_end.astype(np.int64))], name)
        if op == "ResizeBilinear":  # every use in these models doubles the size
            scales = self._array("double", np.array([1, 1, 2, 2], np.float32))
            return self._emit("Resize", [self._value(inputs[0]), "", scales], name, mode="linear", coordinate_transformation_mode="asymmetric")
        raise NotImplementedError(f"operator {op} of {name}")

    def _convolution(self, name: str, op: str, inputs: list[str], attributes: dict) -> str:
        depthwise = "Depthwise" in op
        kernel = self.stored[inputs[1]].shape
        if depthwise and kernel[3] != 1:
            raise NotImplementedError(f"depth multiplier of {name}")
        fused = [_text(item) for item in attributes.get("fused_ops", {}).get("list", {}).get("s", [])]
        operands = [self._value(inputs[0]), self._weight(inputs[1], (2, 3, 0, 1) if depthwise else (3, 2, 0, 1))]
        if "BiasAdd" in fused:
            operands.append(self._weight(inputs[2]))
        activation = next((item for item in fused if item != "BiasAdd"), None)
        convolved = self._emit(
            "Conv",
            operands,
            f"{name}/conv" if activation else name,
            strides=_integers(attributes, "strides")[1:3],
            dilations=_integers(attributes, "dilations")[1:3] if "dilations" in attributes else [1, 1],
            group=kernel[2] if depthwise else 1,
            auto_pad=_padding(attributes),
        )
        if activation is None:
            return convolved
        if activation == "Relu6":
            return self._relu6(convolved, name)
        if activation == "Relu":
            return self._emit("Relu", [convolved], name)
        raise NotImplementedError(f"activation {activation} of {name}")

    def _relu6(self, value: str, name: str) -> str:
        return self._emit("Clip", [value, self._scalar(0.0), self._scalar(6.0)], name)

    def _emit(self, op: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def _weight(self, name: str, axes: tuple[int, ...] | None = None) -> str:
        """A byte range of the .bin file, cast to float32 and transposed when the session loads."""
        key = f"{name}/{axes}"
        if key in self.values:
            return self.values[key]
        stored = self.stored[name]
        if name not in self.initializers:
            self.initializers[name] = _external(name, stored, self.weights_path.name)
        value = name
        if stored.onnx_type == TensorProto.FLOAT16:
            value = self._emit("Cast", [value], f"{key}/float", to=TensorProto.FLOAT)
        if axes:
            value = self._emit("Transpose", [value], f"{key}/nchw", perm=list(axes))
        self.values[key] = value
        return value

    def _constant(self, name: str) -> np.ndarray:
        stored = self.stored[name]
        raw = self.bytes[stored.offset : stored.offset + stored.length]
        return np.frombuffer(raw, NUMPY_TYPES[stored.onnx_type]).reshape(stored.shape)

    def _scalar(self, value: float) -> str:
        return self._array(f"scalar {value}", np.float32(value))

    def _array(self, name: str, value: np.ndarray) -> str:
        self.initializers[name] = numpy_helper.from_array(np.asarray(value), name)
        return name


def _read_manifest(manifest: list[dict], total_bytes: int) -> dict[str, StoredTensor]:
    tensors, offset = {}, 0
    for weight in (weight for group in manifest for weight in group["weights"]):
        quantization = weight.get("quantization", {}).get("dtype")
        if quantization not in (None, "float16"):
            raise NotImplementedError(f"quantization {quantization}")
        onnx_type = TensorProto.FLOAT16 if quantization else {"float32": TensorProto.FLOAT, "int32": TensorProto.INT32}[weight["dtype"]]
        length = int(np.prod(weight["shape"])) * np.dtype(NUMPY_TYPES[onnx_type]).itemsize
        tensors[weight["name"]] = StoredTensor(offset, length, weight["shape"], onnx_type)
        offset += length
    if offset != total_bytes:
        raise ValueError(f"the manifest names {offset} bytes, the file has {total_bytes}")
    return tensors


def _external(name: str, stored: StoredTensor, location: str) -> TensorProto:
    tensor = TensorProto(name=name, data_type=stored.onnx_type, dims=stored.shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", location), ("offset", str(stored.offset)), ("length", str(stored.length))):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    return tensor


def _text(encoded: str) -> str:
    return base64.b64decode(encoded).decode()


def _integers(attributes: dict, key: str) -> list[int]:
    return [int(value) for value in attributes[key]["list"]["i"]]


def _padding(attributes: dict) -> str:
    return "SAME_UPPER" if _text(attributes["padding"]["s"]) == "SAME" else "VALID"
