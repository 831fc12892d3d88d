"""Whisper's features as a graph: samples at 16 kHz -> logarithms of 80 mel bands, 100 frames a second.

Nothing is stored but the corners of the bands: the windowed Fourier basis and the triangular filters (Slaney's, area 1) are made
by nodes from counters, which onnxruntime folds when it loads. Framing is a convolution with that basis.
"""

import numpy as np
from onnx import ModelProto, TensorProto

from weights_free_graph import WeightsFreeGraph, float_value

RATE, WINDOW, HOP, BANDS = 16_000, 400, 160, 80
BINS = WINDOW // 2 + 1


def log_mel_graph() -> ModelProto:
    """samples [1, n], n a multiple of 160 -> log_mel [1, 80, n / 160], base-10 logarithms of the bands' energies, at least -10.

    What Whisper's front end does next, clamping 8 below the maximum and scaling, needs the maximum of the whole window, so it is left
    to the caller.
    """
    g = WeightsFreeGraph()
    f32 = lambda value: g.constant(value, np.float32)
    count = lambda n, *shape: g.add("Reshape", g.add("Range", g.constant(0), g.constant(n), g.constant(1)), g.constant(shape))
    # k n modulo the window keeps the angles small, and so exact enough in float32.
    turns = g.add("Mod", g.add("Mul", count(BINS, BINS, 1), count(WINDOW, 1, WINDOW)), g.constant(WINDOW))
    to_angle = lambda turns: g.add("Mul", g.add("Cast", turns, to=TensorProto.FLOAT), f32(2 * np.pi / WINDOW))
    hann = g.add("Sub", f32(0.5), g.add("Mul", f32(0.5), g.add("Cos", to_angle(count(WINDOW, 1, WINDOW)))))
    angles = to_angle(turns)
    basis = g.add("Concat", *(g.add("Mul", g.add(wave, angles), hann) for wave in ("Cos", "Sin")), axis=0)
    kernel = g.add("Unsqueeze", basis, g.constant([1]))
    padded = g.add("Pad", g.add("Unsqueeze", "samples", g.constant([1])), g.constant([0, 0, WINDOW // 2, 0, 0, WINDOW // 2]), mode="reflect")
    # The last frame, which begins at the end of the sound, is dropped as Whisper does.
    waves = g.add("Conv", padded, kernel, kernel_shape=[WINDOW], strides=[HOP])
    waves = g.add("Slice", waves, g.constant([0]), g.constant([-1]), g.constant([2]))
    squares = g.add("Mul", waves, waves)
    halves = [g.add("Slice", squares, g.constant([first]), g.constant([first + BINS]), g.constant([1])) for first in (0, BINS)]
    power = g.add("Add", *halves)
    bands = g.add("Max", g.add("MatMul", _filters(g, f32), power), f32(1e-10))
    g.add("Mul", g.add("Log", bands), f32(1 / np.log(10)), name="log_mel")
    return g.model("log_mel", [float_value("samples", 1, "n")], [float_value("log_mel", 1, BANDS, "frames")])


def _filters(g: WeightsFreeGraph, f32) -> str:
    """[80, 201]: triangles over three neighbouring corners each."""
    corners = f32(_corners_hz()[:, None].astype(np.float32))
    left, centre, right = (g.add("Slice", corners, g.constant([first]), g.constant([first + BANDS]), g.constant([0])) for first in range(3))
    steps = g.add("Cast", g.add("Range", g.constant(0), g.constant(BINS), g.constant(1)), to=TensorProto.FLOAT)
    hz = g.add("Mul", g.add("Reshape", steps, g.constant([1, BINS])), f32(RATE / WINDOW))
    rising = g.add("Div", g.add("Sub", hz, left), g.add("Sub", centre, left))
    falling = g.add("Div", g.add("Sub", right, hz), g.add("Sub", right, centre))
    triangles = g.add("Max", g.add("Min", rising, falling), f32(0))
    return g.add("Div", g.add("Mul", triangles, f32(2)), g.add("Sub", right, left))


def _corners_hz() -> np.ndarray:
    """82 frequencies from 0 to 8 kHz, evenly spaced on Slaney's mel scale: linear below 1 kHz, logarithmic above."""
    step, knee_hz = 200 / 3, 1000
    growth = np.log(6.4) / 27
    mels = np.linspace(0, knee_hz / step + np.log(RATE / 2 / knee_hz) / growth, BANDS + 2)
    return np.where(mels < knee_hz / step, mels * step, knee_hz * np.exp(growth * (mels - knee_hz / step)))
