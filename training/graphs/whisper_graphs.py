"""Whisper's encoder and decoder as graphs over a CTranslate2 model.bin (Radford et al. 2022; layout of the tensors: CTranslate2).

The encoder computes the positions that hold sound and takes the silence behind them ready-made: the rest of Whisper's 30 s window
is the same for every recording once the features are scaled alike, so its keys and values are computed once (a run over silence alone)
and given with each run. The decoder gets the keys and values of the encoder's output once and gives logits only where they are asked for.
"""

import numpy as np
from onnx import ModelProto

from ctranslate2_file import StoredTensor
from weights_free_graph import WeightsFreeGraph, float_value, int_value

HEAD = 64
EPSILON = 1e-5
# The silence's keys are nearly alike: every fourth is looked at, and counts for four.
STRIDE = 4


class WhisperGraphs:
    def __init__(self, data_file: str, tensors: dict[str, StoredTensor], alignment_heads: list[list[int]], int8: bool):
        self.data_file, self.tensors, self.alignment_heads, self.int8 = data_file, tensors, alignment_heads, int8
        self.width = tensors["encoder/conv1/weight"].data.shape[0]
        self.heads = self.width // HEAD
        self.vocabulary = tensors["decoder/embeddings/weight"].data.shape[0]
        self.encoder_layers = self._layers("encoder")
        self.decoder_layers = self._layers("decoder")

    def _layers(self, part: str) -> int:
        return sum(name.startswith(f"{part}/layer_") and name.endswith("ffn/linear_0/weight") for name in self.tensors)

    def encoder(self) -> ModelProto:
        """features [1, 80, frames], frames = 2 positions; silence [2 layers, window, width]; silence_cross [2 decoder layers, window, width].

        -> states [2 layers, positions, width] (keys, values of each layer), cross [2 decoder layers, positions, width], both what a run
        over silence gives for the next two inputs; keys_N [heads, 64, window], values_N [heads, window, 64] of each decoder layer; weights [window],
        logarithms of how much each of these positions counts.
        """
        g = WeightsFreeGraph(self.data_file, self.tensors)
        x = "features"
        for conv, stride in (("conv1", 1), ("conv2", 2)):
            kernel, bias = g.float32(f"encoder/{conv}/weight"), g.float32(f"encoder/{conv}/bias")
            x = g.contrib("Gelu", g.add("Conv", x, kernel, bias, kernel_shape=[3], pads=[1, 1], strides=[stride]))
        x = g.add("Transpose", x, perm=[0, 2, 1])
        positions = g.add("Slice", g.add("Shape", x), g.constant([1]), g.constant([2]))
        places = g.add("Slice", g.float32("encoder/position_encodings/encodings"), g.constant([0]), positions, g.constant([0]))
        x = g.add("Add", x, places)

        def behind(silence: str, which: int) -> str:
            begin = g.add("Concat", g.constant([which]), g.add("Add", positions, g.constant([STRIDE // 2])), axis=0)
            return g.add("Slice", silence, begin, g.constant([which + 1, 2**31 - 1]), g.constant([0, 1]), g.constant([1, STRIDE]))

        states = []
        y = self._norm(g, x, "encoder/layer_0/self_attention/layer_norm")
        for layer in range(self.encoder_layers):
            at = f"encoder/layer_{layer}"
            query, key, value = self._projections(g, y, f"{at}/self_attention/linear_0", 3)
            states += [key, value]
            keys = g.add("Concat", key, behind("silence", 2 * layer), axis=1)
            values = g.add("Concat", value, behind("silence", 2 * layer + 1), axis=1)
            if layer == 0:
                window = g.add("Slice", g.add("Shape", keys), g.constant([1]), g.constant([2]))
                filled = lambda count, value: g.add("Expand", g.constant([value], np.float32), count)
                g.add("Concat", filled(positions, 0), filled(g.add("Sub", window, positions), np.log(STRIDE)), name="weights", axis=0)
                weights = g.add("Expand", "weights", g.add("Concat", g.constant([1, 1]), positions, window, axis=0))
            heard = g.contrib("MultiHeadAttention", query, keys, values, "", "", weights, num_heads=self.heads, scale=HEAD**-0.5)
            heard = g.linear(heard, f"{at}/self_attention/linear_1/weight", int8=self.int8)
            y, x = self._skip_norm(g, x, heard, f"{at}/self_attention/linear_1/bias", f"{at}/ffn/layer_norm")
            last = layer == self.encoder_layers - 1
            following = "encoder/layer_norm" if last else f"encoder/layer_{layer + 1}/self_attention/layer_norm"
            y, x = self._skip_norm(g, x, self._feed_forward(g, y, at), f"{at}/ffn/linear_1/bias", following)
        cross = []
        for layer in range(self.decoder_layers):
            pair = self._projections(g, y, f"decoder/layer_{layer}/attention/linear_1", 2)
            cross += pair
            for which, (projected, name, axes) in enumerate(zip(pair, ("keys", "values"), ([0, 2, 3, 1], [0, 2, 1, 3]))):
                whole = g.add("Concat", projected, behind("silence_cross", 2 * layer + which), axis=1)
                split = g.add("Transpose", g.add("Reshape", whole, g.constant([1, -1, self.heads, HEAD])), perm=axes)
                g.add("Squeeze", split, g.constant([0]), name=f"{name}_{layer}")
        g.add("Concat", *states, name="states", axis=0)
        g.add("Concat", *cross, name="cross", axis=0)
        inputs = [
            float_value("features", 1, 80, "frames"),
            float_value("silence", 2 * self.encoder_layers, "window", self.width),
            float_value("silence_cross", 2 * self.decoder_layers, "window", self.width),
        ]
        outputs = [float_value(name, 2 * layers, "positions", self.width) for name, layers in (("states", self.encoder_layers), ("cross", self.decoder_layers))]
        outputs.append(float_value("weights", "window"))
        for layer in range(self.decoder_layers):
            outputs += [float_value(f"keys_{layer}", self.heads, HEAD, "window"), float_value(f"values_{layer}", self.heads, "window", HEAD)]
        return g.model("whisper_encoder", inputs, outputs)

    def decoder(self) -> ModelProto:
        """tokens [1, new]; logits_from [1]; past_keys_N, past_values_N [1, heads, past, 64]; keys_N, values_N, weights as the encoder gives them.

        -> logits [new - logits_from, vocabulary], log_sums [new - logits_from] (logarithm of the sum of their exponentials); present_keys_N,
        present_values_N [1, heads, past + new, 64]; alignment [alignment heads, new, window], what these heads of cross attention look at.
        """
        g = WeightsFreeGraph(self.data_file, self.tensors)
        end = g.constant([2**31 - 1])
        # Rows are gathered as float16 and widened after, so that the table is never unpacked.
        words = g.add("Cast", g.add("Gather", g.stored("decoder/embeddings/weight"), "tokens", axis=0), to=1)
        past = g.add("Slice", g.add("Shape", "past_keys_0"), g.constant([2]), g.constant([3]))
        new = g.add("Slice", g.add("Shape", "tokens"), g.constant([1]), g.constant([2]))
        places = g.add("Slice", g.float32("decoder/position_encodings/encodings"), past, g.add("Add", past, new), g.constant([0]))
        x = g.add("Add", words, places)
        y = self._norm(g, x, "decoder/layer_0/self_attention/layer_norm")
        looks = []
        for layer in range(self.decoder_layers):
            at = f"decoder/layer_{layer}"
            query, key, value = self._projections(g, y, f"{at}/self_attention/linear_0", 3)
            said = g.contrib("MultiHeadAttention", query, key, value, "", "", "", f"past_keys_{layer}", f"past_values_{layer}",
                             name=f"self_{layer}", outputs=3, num_heads=self.heads, scale=HEAD**-0.5, unidirectional=1)
            g.nodes[-1].output[1:] = [f"present_keys_{layer}", f"present_values_{layer}"]
            said = g.linear(said, f"{at}/self_attention/linear_1/weight", int8=self.int8)
            y, x = self._skip_norm(g, x, said, f"{at}/self_attention/linear_1/bias", f"{at}/attention/layer_norm")
            query = g.linear(y, f"{at}/attention/linear_0/weight", f"{at}/attention/linear_0/bias", int8=self.int8)
            query = g.add("Transpose", g.add("Reshape", query, g.constant([-1, self.heads, HEAD])), perm=[1, 0, 2])
            scores = g.contrib("FusedMatMul", query, f"keys_{layer}", alpha=HEAD**-0.5)
            look = g.add("Softmax", g.add("Add", scores, "weights"), axis=-1)
            chosen = [head for of, head in self.alignment_heads if of == layer]
            if chosen:
                looks.append(g.add("Gather", look, g.constant(chosen), axis=0))
            heard = g.add("Transpose", g.add("MatMul", look, f"values_{layer}"), perm=[1, 0, 2])
            heard = g.add("Reshape", heard, g.constant([1, -1, self.width]))
            heard = g.linear(heard, f"{at}/attention/linear_2/weight", int8=self.int8)
            y, x = self._skip_norm(g, x, heard, f"{at}/attention/linear_2/bias", f"{at}/ffn/layer_norm")
            last = layer == self.decoder_layers - 1
            following = "decoder/layer_norm" if last else f"decoder/layer_{layer + 1}/self_attention/layer_norm"
            y, x = self._skip_norm(g, x, self._feed_forward(g, y, at), f"{at}/ffn/linear_1/bias", following)
        wanted = g.add("Slice", y, "logits_from", end, g.constant([1]))
        wanted = g.add("Reshape", wanted, g.constant([-1, self.width]))
        g.add("Identity", g.linear(wanted, "decoder/embeddings/weight", int8=self.int8), name="logits")
        g.add("ReduceLogSumExp", "logits", name="log_sums", axes=[1], keepdims=0)
        g.add("Concat", *looks, name="alignment", axis=0)
        inputs = [int_value("tokens", 1, "new"), int_value("logits_from", 1), float_value("weights", "window")]
        outputs = [float_value("logits", "wanted", self.vocabulary), float_value("log_sums", "wanted")]
        outputs += [float_value("alignment", len(self.alignment_heads), "new", "window")]
        for layer in range(self.decoder_layers):
            for kind in ("keys", "values"):
                inputs.append(float_value(f"past_{kind}_{layer}", 1, self.heads, "past", HEAD))
                outputs.append(float_value(f"present_{kind}_{layer}", 1, self.heads, "all", HEAD))
            inputs += [float_value(f"keys_{layer}", self.heads, HEAD, "window"), float_value(f"values_{layer}", self.heads, "window", HEAD)]
        return g.model("whisper_decoder", inputs, outputs)

    def _projections(self, g: WeightsFreeGraph, x: str, linear: str, parts: int) -> list[str]:
        """Query, key and value (or the last two), whose rows lie one after another in one matrix; the key has no bias."""
        bias = self.tensors[f"{linear}/bias"].data
        key = parts - 2
        names = []
        for part in range(parts):
            first, count = part * self.width, self.width
            has_bias = bias[first : first + count].any()
            assert has_bias or part == key, linear
            names.append(g.linear(x, f"{linear}/weight", f"{linear}/bias" if has_bias else None, int8=self.int8, first=first, count=count))
        return names

    def _feed_forward(self, g: WeightsFreeGraph, x: str, at: str) -> str:
        inner = g.linear(x, f"{at}/ffn/linear_0/weight", int8=self.int8)
        inner = g.contrib("BiasGelu", inner, g.float32(f"{at}/ffn/linear_0/bias"))
        return g.linear(inner, f"{at}/ffn/linear_1/weight", int8=self.int8)

    def _norm(self, g: WeightsFreeGraph, x: str, norm: str) -> str:
        return g.add("LayerNormalization", x, g.float32(f"{norm}/gamma"), g.float32(f"{norm}/beta"), epsilon=EPSILON)

    def _skip_norm(self, g: WeightsFreeGraph, x: str, added: str, bias: str, norm: str) -> tuple[str, str]:
        """x + added + bias, normalised and as it is."""
        name = f"after_{bias.removesuffix('/bias')}"
        inputs = [x, added, g.float32(f"{norm}/gamma"), g.float32(f"{norm}/beta"), g.float32(bias)]
        g.contrib("SkipLayerNormalization", *inputs, name=name, outputs=4, epsilon=EPSILON)
        # The second and third outputs (mean, deviation) are not wanted.
        g.nodes[-1].output[1] = g.nodes[-1].output[2] = ""
        return name, f"{name}_3"
