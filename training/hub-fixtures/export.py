"""Models in the layout and with the ONNX interfaces that the Hugging Face Hub has, made by optimum as those there are.

    python -m venv --system-site-packages .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python training/hub-fixtures/export.py                      # the small ones of the tests, with reference tensors
    .venv/bin/python training/hub-fixtures/export.py --real FOLDER        # the registry pack's own weights, to compare both forms

The small ones have random weights: nothing is learned from them but that what runs is what the original computes.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from optimum.exporters.onnx import main_export, onnx_export_from_model
from optimum.exporters.onnx.model_configs import WhisperOnnxConfig
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "packages/models/test-support/hub-models"
sys.path.append(str(ROOT / "training/graphs"))


def keep(exported: Path, out: Path, graphs: list[str], others: list[str]) -> None:
    """The files that are fetched, as the Hub has them: graphs in "onnx", the rest beside."""
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    for name in graphs:
        shutil.copy(exported / name, out / "onnx" / name)
    for name in others:
        shutil.copy(exported / name, out / name)


class LookingWhisper(WhisperOnnxConfig):
    """With the decoder's cross attentions, as the Hub's "_timestamped" exports have them."""

    @property
    def outputs(self) -> dict:
        given = super().outputs
        if self._behavior.value == "decoder":
            for layer in range(self._config.decoder_layers):
                given[f"cross_attentions.{layer}"] = {0: "batch_size", 2: "decoder_sequence_length", 3: "encoder_sequence_length / 2"}
        return given


def looking(model: WhisperForConditionalGeneration) -> dict:
    model.set_attn_implementation("eager")
    config = LookingWhisper(model.config, task="automatic-speech-recognition", use_past=True, use_past_in_inputs=False)
    parts = {
        "encoder_model": config.with_behavior("encoder"),
        "decoder_model": config.with_behavior("decoder", use_past=True, use_past_in_inputs=False),
        "decoder_with_past_model": config.with_behavior("decoder", use_past=True, use_past_in_inputs=True),
    }
    return {"custom_onnx_configs": parts, "model_kwargs": {"output_attentions": True}}


def export_whisper(model: WhisperForConditionalGeneration, generation: dict, tokenizer: Path, out: Path, looks: bool = False) -> None:
    with tempfile.TemporaryDirectory() as folder:
        model.generation_config = GenerationConfig()
        onnx_export_from_model(model, Path(folder), task="automatic-speech-recognition-with-past", do_validation=False, **(looking(model) if looks else {}))
        keep(Path(folder), out, ["encoder_model.onnx", "decoder_model_merged.onnx"], [])
    shutil.copy(tokenizer, out / "tokenizer.json")
    (out / "generation_config.json").write_text(json.dumps(generation, indent=1) + "\n")


def export_sentences(model: BertModel, tokenizer: Path, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, exported = Path(folder) / "source", Path(folder) / "exported"
        model.save_pretrained(source)
        main_export(str(source), output=exported, task="feature-extraction", library_name="transformers", do_validation=False)
        keep(exported, out, ["model.onnx"], [])
    shutil.copy(tokenizer, out / "tokenizer.json")


def small_whisper(out: Path) -> None:
    torch.manual_seed(1)
    # Bytes are tokens; what stands after the end has a meaning of its own.
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={letter: id for id, letter in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["endoftext", "startoftranscript", "en", "translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    tokenizer.add_special_tokens([f"<|{name}|>" for name in special])
    id_of = {name: tokenizer.token_to_id(f"<|{name}|>") for name in special}
    config = WhisperConfig(
        vocab_size=tokenizer.get_vocab_size(), num_mel_bins=80, d_model=16, encoder_layers=1, decoder_layers=2, encoder_attention_heads=2, decoder_attention_heads=2,
        encoder_ffn_dim=32, decoder_ffn_dim=32, init_std=0.4, decoder_start_token_id=id_of["startoftranscript"], eos_token_id=id_of["endoftext"], pad_token_id=id_of["endoftext"], bos_token_id=id_of["endoftext"],
    )
    model = WhisperForConditionalGeneration(config).eval()
    suppressed, first = [3, 5], [tokenizer.encode(" ").ids[0], id_of["endoftext"]]
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "saved.json"))
    export_whisper(model, {"alignment_heads": [[0, 0], [1, 1]], "suppress_tokens": suppressed, "begin_suppress_tokens": first}, out / "saved.json", out, looks=True)
    (out / "saved.json").unlink()

    # Features need no sound here: the test gives the same ones to the encoder.
    steps = torch.arange(3000, dtype=torch.float32)
    features = torch.stack([torch.sin(steps * (band + 1) / 300) for band in range(80)])[None] * 0.8
    opening = [id_of["startofprev"], tokenizer.encode(" a").ids[-1], id_of["startoftranscript"], id_of["notimestamps"]]
    tokens = [5, 100, 17, 200]
    with torch.no_grad():
        states = model.model.encoder(features).last_hidden_state
        outputs = model(encoder_outputs=(states,), decoder_input_ids=torch.tensor([opening + tokens]), output_attentions=True)
    logits = outputs.logits[0]
    # Of each head that is named above, the first second, from the last token of the opening on.
    looks = torch.stack([outputs.cross_attentions[0][0, 0, len(opening) - 1 :, :50], outputs.cross_attentions[1][0, 1, len(opening) - 1 :, :50]], 1)
    write_reference(out, opening=opening, tokens=tokens, states=states[0, ::250].flatten(), logits=logits.flatten(), looks=looks.flatten(), vocabulary=len(logits[0]))


def small_sentences(out: Path) -> None:
    torch.manual_seed(2)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"), "dog", "the", "bus"]
    tokenizer = Tokenizer(models.WordPiece({word: id for id, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    model = BertModel(BertConfig(vocab_size=len(words), hidden_size=24, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48, max_position_embeddings=256, initializer_range=0.4), add_pooling_layer=False).eval()
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "saved.json"))
    export_sentences(model, out / "saved.json", out)
    (out / "saved.json").unlink()
    texts = ["the dog", "the bus stops", "a dog and a cat in the bus"]
    embeddings = []
    for text in texts:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            mean = model(input_ids=ids).last_hidden_state[0].mean(0)
        embeddings.append((mean / mean.norm()).tolist())
    write_reference(out, texts=texts, embeddings=[[round(value, 6) for value in one] for one in embeddings])


class SmallVoice(torch.nn.Module):
    """Inputs and outputs of Kokoro's export; what is between is no voice."""

    def __init__(self) -> None:
        super().__init__()
        self.sounds = torch.nn.Embedding(64, 8)
        self.style = torch.nn.Linear(256, 8)
        self.wave = torch.nn.Linear(8, 40)

    def forward(self, input_ids: torch.Tensor, style: torch.Tensor, speed: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.wave(torch.tanh(self.sounds(input_ids) + self.style(style)[:, None]) * speed)).flatten(1)


def small_voice(out: Path) -> None:
    torch.manual_seed(3)
    model = SmallVoice().eval()
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    inputs = (torch.tensor([[0, 5, 9, 0]]), torch.linspace(-1, 1, 256)[None], torch.tensor([1.25]))
    names = ["input_ids", "style", "speed"]
    torch.onnx.export(model, inputs, str(out / "onnx/model_quantized.onnx"), input_names=names, output_names=["waveform"], dynamic_axes={"input_ids": {1: "sounds"}, "waveform": {1: "samples"}}, dynamo=False)
    vocabulary = {"$": 0, **{letter: id + 1 for id, letter in enumerate("abcdefghijklmnopqrstuvwxyz ,.")}}
    (out / "tokenizer.json").write_text(json.dumps({"version": "1.0", "model": {"vocab": vocabulary}}, indent=1) + "\n")
    with torch.no_grad():
        write_reference(out, tokens=[5, 9], speed=1.25, waveform=model(*inputs).flatten())


def write_reference(out: Path, **values: object) -> None:
    plain = {name: [round(float(number), 5) for number in value] if isinstance(value, torch.Tensor) else value for name, value in values.items()}
    (out / "reference.json").write_text(json.dumps(plain) + "\n")


def real(models_dir: Path, out: Path) -> None:
    """The registry pack's Whisper tiny.en and MiniLM in the Hub's form."""
    from safetensors.torch import load_file
    from whisper_original import original

    whisper = models_dir / "whisper-tiny-en"
    config = json.loads((whisper / "config.json").read_text())
    generation = {"alignment_heads": config["alignment_heads"], "suppress_tokens": config["suppress_ids"], "begin_suppress_tokens": config["suppress_ids_begin"]}
    export_whisper(original(whisper), generation, whisper / "tokenizer.json", out / "whisper-tiny-en")

    weights = {name.removeprefix("bert."): value for name, value in load_file(models_dir / "minilm/model.safetensors").items()}
    model = BertModel(BertConfig(vocab_size=30522, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536), add_pooling_layer=False).eval()
    lost = model.load_state_dict(weights, strict=False)
    assert not [name for name in lost.missing_keys if not name.endswith("position_ids")], lost
    export_sentences(model, models_dir / "minilm/tokenizer.json", out / "minilm")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", type=Path, help="where to write the registry pack's weights in the Hub's form")
    parser.add_argument("--models", type=Path, default=Path.home() / ".cache/ocelli/models")
    given = parser.parse_args()
    if given.real:
        real(given.models, given.real)
    else:
        small_whisper(SMALL / "whisper")
        small_sentences(SMALL / "sentences")
        small_voice(SMALL / "voice")
