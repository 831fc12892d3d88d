"""The tensors of a CTranslate2 model.bin (binary version 6): their names, shapes, and where their bytes lie."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

NUMPY_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


@dataclass(frozen=True)
class StoredTensor:
    """`data` is a view into the file's bytes, which begin at `offset`."""

    offset: int
    data: np.ndarray


def read_ctranslate2(path: Path) -> dict[str, StoredTensor]:
    data = path.read_bytes()
    at = 0

    def number(code: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(f"<{code}", data, at)
        at += struct.calcsize(f"<{code}")
        return value

    def text() -> str:
        nonlocal at
        length = number("H")
        at += length
        return data[at - length : at].rstrip(b"\0").decode()

    if (version := number("I")) != 6:
        raise ValueError(f"{path} has binary version {version}, not 6")
    text()  # The specification's name and
    number("I")  # its revision.
    tensors = {}
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        kind, length = NUMPY_TYPES[number("B")], number("I")
        tensors[name] = StoredTensor(at, np.frombuffer(data, kind, length // np.dtype(kind).itemsize, at).reshape(shape))
        at += length
    return tensors
