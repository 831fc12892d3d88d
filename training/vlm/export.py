"""Exports the trained model in the layout of the Hugging Face Hub, as transformers.js reads it, with int8 weights.

    python export.py --work work --out ../../packages/pocket/vlm

Compares the graphs with PyTorch before it writes anything there. `--untrained` exports random weights, to try the way.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from model import AFTER_QUESTION, BEFORE_QUESTION, CHAT_TEMPLATE, IMAGE_SIZE, IMAGE_TOKENS, make_model, make_tokenizer

GRAPHS = ("vision_encoder", "embed_tokens", "decoder_model_merged")


class VisionGraph(nn.Module):
    """pixel_values [batch, images, 3, H, W] -> image_features [batch * images, image tokens, hidden]: tower, pixel shuffle, connector."""

    def __init__(self, model):
        super().__init__()
        self.tower, self.projection = model.model.vision_model, model.model.connector.modality_projection
        self.heads, self.scale = model.config.vision_config.num_attention_heads, model.config.scale_factor

    def forward(self, pixel_values):
        embeddings = self.tower.embeddings
        x = embeddings.patch_embedding(pixel_values.flatten(0, 1)).flatten(2).transpose(1, 2) + embeddings.position_embedding.weight[None]
        count, width = x.shape[1], x.shape[2]
        for layer in self.tower.encoder.layers:
            y, attention = layer.layer_norm1(x), layer.self_attn
            q, k, v = (p(y).view(-1, count, self.heads, width // self.heads).transpose(1, 2) for p in (attention.q_proj, attention.k_proj, attention.v_proj))
            weights = torch.softmax(q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5, -1)
            x = x + attention.out_proj((weights @ v).transpose(1, 2).reshape(-1, count, width))
            x = x + layer.mlp.fc2(F.gelu(layer.mlp.fc1(layer.layer_norm2(x)), approximate="tanh"))
        x = self.tower.post_layernorm(x)
        side, s = int(count**0.5), self.scale
        x = x.view(-1, side, side // s, width * s).permute(0, 2, 1, 3).reshape(-1, side // s, side // s, width * s * s)
        return self.projection(x.permute(0, 2, 1, 3).reshape(-1, count // s**2, width * s * s))


class EmbedGraph(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.embed = model.model.text_model.embed_tokens

    def forward(self, input_ids):
        return self.embed(input_ids)


class DecoderGraph(nn.Module):
    """Llama with its past, written out so that tracing gives one graph for the first step and for all others."""

    def __init__(self, model):
        super().__init__()
        self.text, self.head = model.model.text_model, model.lm_head
        config = model.config.text_config
        self.heads, self.kv_heads, self.width = config.num_attention_heads, config.num_key_value_heads, config.head_dim
        self.register_buffer("frequencies", self.text.rotary_emb.inv_freq.float().clone())

    @staticmethod
    def norm(layer, x):
        return layer.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + layer.variance_epsilon))

    @staticmethod
    def turned(x, cos, sin):
        half = x.shape[-1] // 2
        return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        x, steps, before = inputs_embeds, inputs_embeds.shape[1], past[0].shape[2]
        angles = position_ids[..., None].float() * self.frequencies
        angles = torch.cat((angles, angles), -1)
        cos, sin = angles.cos()[:, None], angles.sin()[:, None]
        keys, queries = torch.arange(before + steps), torch.arange(steps) + before
        allowed = (keys[None, :] <= queries[:, None])[None, None] & (attention_mask[:, None, None, :] > 0)
        bias = torch.where(allowed, torch.tensor(0.0), torch.tensor(-1e9))
        present = []
        for number, layer in enumerate(self.text.layers):
            y, attention = self.norm(layer.input_layernorm, x), layer.self_attn
            q = attention.q_proj(y).view(-1, steps, self.heads, self.width).transpose(1, 2)
            k = attention.k_proj(y).view(-1, steps, self.kv_heads, self.width).transpose(1, 2)
            v = attention.v_proj(y).view(-1, steps, self.kv_heads, self.width).transpose(1, 2)
            k = torch.cat((past[2 * number], self.turned(k, cos, sin)), 2)
            v = torch.cat((past[2 * number + 1], v), 2)
            present += [k, v]
            shared = self.heads // self.kv_heads
            k, v = (t[:, :, None].expand(-1, -1, shared, -1, -1).reshape(-1, self.heads, before + steps, self.width) for t in (k, v))
            weights = torch.softmax(self.turned(q, cos, sin) @ k.transpose(-1, -2) * self.width**-0.5 + bias, -1)
            x = x + attention.o_proj((weights @ v).transpose(1, 2).reshape(-1, steps, self.heads * self.width))
            y = self.norm(layer.post_attention_layernorm, x)
            x = x + layer.mlp.down_proj(F.silu(layer.mlp.gate_proj(y)) * layer.mlp.up_proj(y))
        return (self.head(self.norm(self.text.norm, x)), *present)


def write_graphs(model, folder: Path) -> None:
    """transformers.js makes the empty past from the axes' names: `batch_size` is kept, every other named axis becomes 0."""
    folder.mkdir(parents=True)
    config = model.config.text_config
    settings = dict(opset_version=17, dynamo=False, do_constant_folding=True)
    sequence = {0: "batch_size", 1: "sequence_length"}
    torch.onnx.export(
        VisionGraph(model), (torch.randn(1, 1, 3, IMAGE_SIZE, IMAGE_SIZE),), str(folder / "vision_encoder.onnx"), input_names=["pixel_values"],
        output_names=["image_features"], dynamic_axes={"pixel_values": {0: "batch_size", 1: "num_images"}, "image_features": {0: "num_features"}}, **settings,
    )  # fmt: skip
    torch.onnx.export(
        EmbedGraph(model), (torch.zeros(1, 4, dtype=torch.long),), str(folder / "embed_tokens.onnx"), input_names=["input_ids"],
        output_names=["inputs_embeds"], dynamic_axes={"input_ids": sequence, "inputs_embeds": sequence}, **settings,
    )  # fmt: skip
    before, steps = 3, 4
    past_names = [f"past_key_values.{i}.{part}" for i in range(config.num_hidden_layers) for part in ("key", "value")]
    present_names = [name.replace("past_key_values", "present") for name in past_names]
    past = [torch.randn(2, config.num_key_value_heads, before, config.head_dim) for _ in past_names]
    inputs = (torch.randn(2, steps, config.hidden_size), torch.ones(2, before + steps, dtype=torch.long), torch.arange(before, before + steps).repeat(2, 1), *past)
    axes = {name: sequence for name in ("inputs_embeds", "position_ids", "logits")}
    axes |= {"attention_mask": {0: "batch_size", 1: "total_sequence_length"}}
    axes |= {name: {0: "batch_size", 2: "past_sequence_length"} for name in past_names}
    axes |= {name: {0: "batch_size", 2: "total_sequence_length"} for name in present_names}
    torch.onnx.export(
        DecoderGraph(model), inputs, str(folder / "decoder_model_merged.onnx"), input_names=["inputs_embeds", "attention_mask", "position_ids", *past_names],
        output_names=["logits", *present_names], dynamic_axes=axes, **settings,
    )  # fmt: skip
    for name in GRAPHS:
        signed = QuantType.QUInt8 if name == "vision_encoder" else QuantType.QInt8
        quantize_dynamic(str(folder / f"{name}.onnx"), str(folder / f"{name}_quantized.onnx"), weight_type=signed, op_types_to_quantize=["MatMul", "Gather"], extra_options={"MatMulConstBOnly": True})


def write_configuration(model, tokenizer, folder: Path) -> None:
    model.config.architectures = ["SmolVLMForConditionalGeneration"]
    model.config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)

    def write(name: str, content: dict) -> None:
        (folder / name).write_text(json.dumps(content, indent=1) + "\n")

    write("generation_config.json", dict(bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id))
    write(
        "preprocessor_config.json",
        dict(
            processor_class="Idefics3Processor", image_processor_type="Idefics3ImageProcessor", do_convert_rgb=True, do_image_splitting=False, do_normalize=True,
            do_pad=False, do_rescale=True, do_resize=True, image_mean=[0.5] * 3, image_std=[0.5] * 3, max_image_size=dict(longest_edge=IMAGE_SIZE), resample=1,
            rescale_factor=1 / 255, size=dict(height=IMAGE_SIZE, width=IMAGE_SIZE),
        ),
    )  # fmt: skip
    write("processor_config.json", dict(image_seq_len=IMAGE_TOKENS, processor_class="Idefics3Processor"))
    # transformers.js reads the template from here, and would otherwise drop spaces before punctuation.
    path = folder / "tokenizer_config.json"
    write("tokenizer_config.json", json.loads(path.read_text()) | dict(chat_template=CHAT_TEMPLATE, clean_up_tokenization_spaces=False, tokenizer_class="PreTrainedTokenizerFast"))
    (folder / "chat_template.jinja").unlink(missing_ok=True)


def difference(model, tokenizer, folder: Path, suffix: str) -> tuple[float, float]:
    """Largest difference of a logit between PyTorch and the graphs, run in two pieces with a cache; and the logits' scale."""
    ids = tokenizer(BEFORE_QUESTION + "How many red circles are there?" + AFTER_QUESTION, return_tensors="pt").input_ids
    pixels = torch.rand(1, 1, 3, IMAGE_SIZE, IMAGE_SIZE, generator=torch.Generator().manual_seed(1)) * 2 - 1
    with torch.no_grad():
        mask = torch.ones(1, 1, IMAGE_SIZE, IMAGE_SIZE, dtype=torch.bool)
        wanted = model(input_ids=ids, attention_mask=torch.ones_like(ids), pixel_values=pixels, pixel_attention_mask=mask).logits.numpy()
    vision, embed, decoder = (onnxruntime.InferenceSession(str(folder / f"{name}{suffix}.onnx"), providers=["CPUExecutionProvider"]) for name in GRAPHS)
    embedded = embed.run(None, {"input_ids": ids.numpy()})[0]
    embedded[0][(ids[0] == model.config.image_token_id).numpy()] = vision.run(None, {"pixel_values": pixels.numpy()})[0][0]
    config, names = model.config.text_config, [output.name for output in decoder.get_outputs()]
    past = {i.name: np.zeros((1, config.num_key_value_heads, 0, config.head_dim), np.float32) for i in decoder.get_inputs() if i.name.startswith("past")}
    found, total = [], ids.shape[1]
    for start, end in ((0, total - 3), (total - 3, total)):
        inputs = dict(inputs_embeds=embedded[:, start:end], attention_mask=np.ones((1, end), np.int64), position_ids=np.arange(start, end)[None])
        outputs = dict(zip(names, decoder.run(None, inputs | past)))
        past = {name: outputs[name.replace("past_key_values", "present")] for name in past}
        found.append(outputs["logits"])
    return float(abs(np.concatenate(found, 1) - wanted).max()), float(abs(wanted).max())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("work"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--untrained", action="store_true")
    arguments = parser.parse_args()
    tokenizer = make_tokenizer()
    model = make_model(tokenizer).eval()
    if not arguments.untrained:
        model.load_state_dict(torch.load(arguments.work / "model.pt"))
    with tempfile.TemporaryDirectory() as temporary, torch.no_grad():
        graphs = Path(temporary) / "onnx"
        write_graphs(model, graphs)
        exact, scale = difference(model, tokenizer, graphs, "")
        rounded, _ = difference(model, tokenizer, graphs, "_quantized")
        print(f"largest difference from PyTorch: fp32 {exact:.1e}, int8 {rounded:.2g}, of logits up to {scale:.3g}")
        if exact > 1e-3:
            raise SystemExit("the graphs do not compute what the model computes; nothing was written")
        (arguments.out / "onnx").mkdir(parents=True, exist_ok=True)
        for name in GRAPHS:
            shutil.copy(graphs / f"{name}_quantized.onnx", arguments.out / "onnx")
    write_configuration(model, tokenizer, arguments.out)
    print({path.name: path.stat().st_size for path in sorted(arguments.out.rglob("*")) if path.is_file()})


if __name__ == "__main__":
    main()
