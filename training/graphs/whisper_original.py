"""transformers' Whisper with the weights of a CTranslate2 model.bin: what the graphs are held to, and measured beside."""

from pathlib import Path

import numpy as np
import torch
from transformers import WhisperConfig, WhisperForConditionalGeneration

from ctranslate2_file import read_ctranslate2


def original(folder: Path) -> WhisperForConditionalGeneration:
    """In float32. `folder` holds model.bin."""
    held = read_ctranslate2(folder / "model.bin")
    tensor = lambda name: torch.from_numpy(held[name].data.astype(np.float32))
    width = held["encoder/conv1/weight"].data.shape[0]
    layers = sum(name.startswith("encoder/layer_") and name.endswith("ffn/linear_0/weight") for name in held)
    sizes = {f"{part}_{what}": count for part in ("encoder", "decoder") for what, count in (("layers", layers), ("attention_heads", width // 64), ("ffn_dim", 4 * width))}
    model = WhisperForConditionalGeneration(WhisperConfig(vocab_size=held["decoder/embeddings/weight"].data.shape[0], num_mel_bins=80, d_model=width, **sizes))
    state = {"proj_out.weight": tensor("decoder/embeddings/weight"), "model.decoder.embed_tokens.weight": tensor("decoder/embeddings/weight")}

    def take(source: str, target: str, weight: str = "weight", bias: str = "bias") -> None:
        state[f"{target}.weight"], state[f"{target}.bias"] = tensor(f"{source}/{weight}"), tensor(f"{source}/{bias}")

    def take_fused(source: str, target: str, parts: str) -> None:
        for index, part in enumerate(parts):
            rows = slice(index * width, (index + 1) * width)
            state[f"{target}.{part}_proj.weight"] = tensor(f"{source}/weight")[rows]
            if part != "k":
                state[f"{target}.{part}_proj.bias"] = tensor(f"{source}/bias")[rows]

    for part in ("encoder", "decoder"):
        state[f"model.{part}.embed_positions.weight"] = tensor(f"{part}/position_encodings/encodings")
        take(f"{part}/layer_norm", f"model.{part}.layer_norm", "gamma", "beta")
        for layer in range(layers):
            source, target = f"{part}/layer_{layer}", f"model.{part}.layers.{layer}"
            take(f"{source}/self_attention/layer_norm", f"{target}.self_attn_layer_norm", "gamma", "beta")
            take_fused(f"{source}/self_attention/linear_0", f"{target}.self_attn", "qkv")
            take(f"{source}/self_attention/linear_1", f"{target}.self_attn.out_proj")
            if part == "decoder":
                take(f"{source}/attention/layer_norm", f"{target}.encoder_attn_layer_norm", "gamma", "beta")
                take(f"{source}/attention/linear_0", f"{target}.encoder_attn.q_proj")
                take_fused(f"{source}/attention/linear_1", f"{target}.encoder_attn", "kv")
                take(f"{source}/attention/linear_2", f"{target}.encoder_attn.out_proj")
            take(f"{source}/ffn/layer_norm", f"{target}.final_layer_norm", "gamma", "beta")
            take(f"{source}/ffn/linear_0", f"{target}.fc1")
            take(f"{source}/ffn/linear_1", f"{target}.fc2")
    for conv in ("conv1", "conv2"):
        take(f"encoder/{conv}", f"model.encoder.{conv}")
    model.load_state_dict(state, strict=True)
    return model.eval()
