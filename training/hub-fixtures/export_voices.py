"""Small voices of the families that are no Kokoro, in the layout and with the ONNX interfaces that the Hugging Face Hub has.

    .venv/bin/python training/hub-fixtures/export_voices.py

Weights are random; noise is switched off where it can be, so that what runs is comparable with what the original computes. VITS and SpeechT5 are
transformers' own, exported by optimum as those on the Hub. Of Supertonic and Piper nobody publishes the network in PyTorch: theirs are stand-ins with the
interfaces of the published graphs.
"""

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from export import SMALL, keep, write_reference
from optimum.exporters.onnx import main_export, onnx_export_from_model
from transformers import SpeechT5Config, SpeechT5ForTextToSpeech, SpeechT5HifiGan, SpeechT5HifiGanConfig, VitsConfig, VitsModel
from transformers.cache_utils import DynamicCache, EncoderDecoderCache

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def split_in_letters() -> dict:
    return {"type": "Split", "pattern": {"Regex": ""}, "behavior": "Isolated", "invert": False}


def small_vits(out: Path) -> None:
    """As Meta's MMS voices: lower-case letters with a blank between, a duration predictor with noise (none here), one speaker."""
    torch.manual_seed(4)
    vocabulary = {letter: id for id, letter in enumerate("_ '-" + LETTERS)} | {"<unk>": 30}
    config = VitsConfig(
        vocab_size=len(vocabulary), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, ffn_dim=16, flow_size=8, spectrogram_bins=17, duration_predictor_filter_channels=8,
        duration_predictor_num_flows=2, duration_predictor_flow_bins=4, depth_separable_num_layers=1, prior_encoder_num_flows=1, prior_encoder_num_wavenet_layers=1, posterior_encoder_num_wavenet_layers=1,
        upsample_initial_channel=8, upsample_rates=[8, 4], upsample_kernel_sizes=[16, 8], resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1, 3]], initializer_range=0.3,
        noise_scale=0.0, noise_scale_duration=0.0, sampling_rate=16_000,
    )
    model = VitsModel(config).eval()
    ids = [0, *(id for letter in "two black pawns" for id in (vocabulary[letter], 0))]
    with torch.no_grad():
        waveform = model(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long)).waveform[0]
    with tempfile.TemporaryDirectory() as folder:
        source, exported = Path(folder) / "source", Path(folder) / "exported"
        model.save_pretrained(source)
        main_export(str(source), output=exported, task="text-to-audio", library_name="transformers", do_validation=False)
        keep(exported, out, ["model.onnx"], ["config.json"])
    known = "".join(letter for letter in vocabulary if len(letter) == 1)
    write_json(out / "tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": 30, "content": "<unk>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Lowercase"},
            {"type": "Replace", "pattern": {"Regex": f"[^{known.replace('-', chr(92) + '-')}]"}, "content": ""},
            {"type": "Strip", "strip_left": True, "strip_right": True},
            {"type": "Replace", "pattern": {"Regex": "(?=.)|(?<!^)$"}, "content": "_"},
        ]},
        "pre_tokenizer": split_in_letters(), "post_processor": None, "decoder": None, "model": {"vocab": vocabulary},
    })
    write_json(out / "tokenizer_config.json", {"tokenizer_class": "VitsTokenizer", "add_blank": True, "language": "eng", "normalize": True, "pad_token": "_", "unk_token": "<unk>", "phonemize": False, "is_uroman": False})
    write_reference(out, text="Two black pawns!", tokens=ids, waveform=waveform)


class SpeechDecoder(torch.nn.Module):
    """A step of the decoder, with the interface of those on the Hub. Their merged graphs have two branches; optimum 0.1.0 exports a wrong second one with this
    transformers, so here is one graph for both: keys of the encoder are computed in each step."""

    def __init__(self, model: SpeechT5ForTextToSpeech) -> None:
        super().__init__()
        self.model = model

    def forward(self, speaker_embeddings, encoder_hidden_states, output_sequence, encoder_attention_mask, key, value, encoder_key, encoder_value, use_cache_branch):
        decoder, postnet = self.model.speecht5.decoder, self.model.speech_decoder_postnet
        past = EncoderDecoderCache(DynamicCache.from_legacy_cache(((key, value),)), DynamicCache())
        states = decoder.prenet(output_sequence, speaker_embeddings)
        seen = decoder.wrapped_decoder(hidden_states=states[:, -1:], encoder_hidden_states=encoder_hidden_states, encoder_attention_mask=encoder_attention_mask, past_key_values=past, use_cache=True)
        last = seen.last_hidden_state[0, -1]
        spectrum = postnet.feat_out(last).view(self.model.config.reduction_factor, -1)
        present = seen.past_key_values.to_legacy_cache()[0]
        return torch.cat((output_sequence, spectrum[-1].view(1, 1, -1)), 1), spectrum, torch.sigmoid(postnet.prob_out(last)), *present


def export_decoder(decoder: SpeechDecoder, path: Path) -> None:
    past = [f"past_key_values.0.{name}" for name in ("decoder.key", "decoder.value", "encoder.key", "encoder.value")]
    present = [name.replace("past_key_values", "present") for name in past]
    inputs = (torch.randn(1, 16), torch.randn(1, 5, 8), torch.randn(1, 4, 8), torch.ones(1, 5, dtype=torch.long), *torch.randn(4, 1, 2, 3, 4), torch.tensor([True]))
    names = ["speaker_embeddings", "encoder_hidden_states", "output_sequence", "encoder_attention_mask", *past, "use_cache_branch"]
    axes = {"encoder_hidden_states": {1: "letters"}, "encoder_attention_mask": {1: "letters"}, "output_sequence": {1: "steps"}, **{name: {2: f"{name}.length"} for name in (*past, *present)}}
    torch.onnx.export(decoder, inputs, str(path), input_names=names, output_names=["output_sequence_out", "spectrum", "prob", *present], dynamic_axes=axes, dynamo=False)
    exported = onnx.load(path)
    # What no node reads is dropped by the exporter; whoever runs the graph gives it all the same.
    for name in (*past[2:], "use_cache_branch"):
        is_flag = name == "use_cache_branch"
        exported.graph.input.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.BOOL if is_flag else onnx.TensorProto.FLOAT, [1] if is_flag else [1, 2, f"{name}.length", 4]))
    onnx.save(exported, path)


def small_speecht5(out: Path) -> None:
    """As microsoft/speecht5_tts with its vocoder; the prenet's dropout, which speaks differently each time, is off."""
    torch.manual_seed(5)
    special = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    vocabulary = special | {letter: 4 + id for id, letter in enumerate("▁" + LETTERS + LETTERS.upper() + ".,?!'")}
    config = SpeechT5Config(
        vocab_size=len(vocabulary), hidden_size=8, encoder_layers=1, encoder_attention_heads=2, encoder_ffn_dim=16, decoder_layers=1, decoder_attention_heads=2, decoder_ffn_dim=16, initializer_range=0.3,
        num_mel_bins=8, speaker_embedding_dim=16, speech_decoder_prenet_units=8, speech_decoder_prenet_dropout=0.0, speech_decoder_postnet_layers=2, speech_decoder_postnet_units=8, reduction_factor=2,
        max_text_positions=200, max_speech_positions=400, encoder_max_relative_position=20, conv_dim=[8], conv_kernel=[3], conv_stride=[2], num_feat_extract_layers=1, num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2,
    )
    model = SpeechT5ForTextToSpeech(config).eval()
    with torch.no_grad():
        # So that the end is as sudden as with trained weights: transformers adds up the probabilities of a step's frames, transformers.js takes each alone.
        model.speech_decoder_postnet.prob_out.weight.mul_(8)
        model.speech_decoder_postnet.prob_out.bias.fill_(-4)
    vocoder = SpeechT5HifiGan(SpeechT5HifiGanConfig(model_in_dim=8, upsample_initial_channel=8, upsample_rates=[4, 4], upsample_kernel_sizes=[8, 8], resblock_kernel_sizes=[3], resblock_dilation_sizes=[[1, 3]], initializer_range=0.3)).eval()
    ids = [vocabulary["▁"], *(vocabulary[letter] for letter in "Two▁pawns."), 2]
    speaker = torch.linspace(-1, 1, 16)[None]
    with torch.no_grad():
        spectrogram = model.generate_speech(torch.tensor([ids]), speaker, maxlenratio=3.0)
        waveform = vocoder(spectrogram)
    print("SpeechT5 says", len(spectrogram), "frames for", len(ids), "letters")
    with tempfile.TemporaryDirectory() as folder:
        kept, exported = Path(folder) / "vocoder", Path(folder) / "exported"
        model.save_pretrained(Path(folder) / "source")
        vocoder.save_pretrained(kept)
        onnx_export_from_model(model, exported, task="text-to-audio", do_validation=False, model_kwargs={"vocoder": str(kept)})
        export_decoder(SpeechDecoder(SpeechT5ForTextToSpeech.from_pretrained(Path(folder) / "source").eval()), exported / "decoder_model_merged.onnx")
        keep(exported, out, ["encoder_model.onnx", "decoder_model_merged.onnx", "decoder_postnet_and_vocoder.onnx"], ["config.json"])
    write_json(out / "tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": id, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True} for name, id in special.items()],
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": None},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True}, split_in_letters()]},
        "post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}], "pair": [], "special_tokens": {"</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True}, "model": {"unk_id": 3, "vocab": vocabulary},
    })
    write_json(out / "tokenizer_config.json", {"tokenizer_class": "SpeechT5Tokenizer", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "model_max_length": 600, "normalize": False})
    (out / "voices").mkdir(exist_ok=True)
    (out / "voices/slt.bin").write_bytes(speaker.numpy().astype("<f4").tobytes())
    write_reference(out, text="Two pawns.", tokens=ids, frames=len(spectrogram), waveform=waveform)


class SmallTextEncoder(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.letters = torch.nn.Embedding(40, 8)
        self.style = torch.nn.Linear(4, 8)

    def forward(self, input_ids, attention_mask, style):
        seen = torch.tanh(self.letters(input_ids) + self.style(style.mean(1))[:, None]) * attention_mask[..., None].float()
        # A letter takes 50 to 150 ms.
        return seen, (0.1 + 0.05 * seen.mean(-1)).sum(-1)


class SmallDenoiser(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words = torch.nn.Linear(8, 12)
        self.style = torch.nn.Linear(4, 12)

    def forward(self, style, noisy_latents, latent_mask, encoder_outputs, attention_mask, timestep, num_inference_steps):
        share = (timestep + 1) / num_inference_steps
        wanted = torch.tanh(self.words(encoder_outputs.mean(1)) + self.style(style.mean(1)) + attention_mask.float().mean())[..., None]
        mixed = noisy_latents * (1 - share)[:, None, None] + wanted * share[:, None, None]
        return mixed * latent_mask[:, None].float()


class SmallVoiceDecoder(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.wave = torch.nn.Linear(12, 32)

    def forward(self, latents):
        return torch.tanh(self.wave(latents.transpose(1, 2))).flatten(1)


def small_supertonic(out: Path) -> None:
    """As onnx-community/Supertonic-TTS-ONNX: weights beside the graphs, styles of rows x style_dim, latents of latent_dim x chunk_compress_factor."""
    torch.manual_seed(6)
    encoder, denoiser, decoder = SmallTextEncoder().eval(), SmallDenoiser().eval(), SmallVoiceDecoder().eval()
    vocabulary = {letter: id for id, letter in enumerate(" abcdefghijklmnopqrstuvwxyz.,?!'")} | {"<pad>": 32}
    ids = torch.tensor([[vocabulary[letter] for letter in "two pawns."]])
    mask, style = torch.ones_like(ids), torch.linspace(-1, 1, 12).reshape(1, 3, 4)
    config = {"model_type": "supertonic", "sampling_rate": 44_100, "chunk_compress_factor": 2, "base_chunk_size": 16, "latent_dim": 6, "style_dim": 4}
    with torch.no_grad():
        seen, seconds = encoder(ids, mask, style)
        length = int(np.ceil(float(seconds / 1.25) * 44_100 / 32))
        # transformers.js seeds its noise as Python does.
        latents, latent_mask, steps = torch.zeros(1, 12, length), torch.ones(1, length, dtype=torch.long), torch.tensor([5.0])
        for step in range(5):
            latents = denoiser(style, latents, latent_mask, seen, mask, torch.tensor([float(step)]), steps)
        waveform = decoder(latents)[0]
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    letters, length_axis = {1: "letters"}, {2: "length"}
    graphs = {
        "text_encoder": (encoder, (ids, mask, style), ["input_ids", "attention_mask", "style"], ["last_hidden_state", "durations"], {"input_ids": letters, "attention_mask": letters, "last_hidden_state": letters}),
        "latent_denoiser": (
            denoiser, (style, latents, latent_mask, seen, mask, torch.tensor([0.0]), steps),
            ["style", "noisy_latents", "latent_mask", "encoder_outputs", "attention_mask", "timestep", "num_inference_steps"], ["denoised_latents"],
            {"noisy_latents": length_axis, "latent_mask": {1: "length"}, "encoder_outputs": letters, "attention_mask": letters, "denoised_latents": length_axis},
        ),
        "voice_decoder": (decoder, (latents,), ["latents"], ["waveform"], {"latents": length_axis, "waveform": {1: "samples"}}),
    }
    for name, (module, inputs, input_names, output_names, axes) in graphs.items():
        path = out / "onnx" / f"{name}.onnx"
        torch.onnx.export(module, inputs, str(path), input_names=input_names, output_names=output_names, dynamic_axes=axes, dynamo=False)
        (out / "onnx" / f"{name}.onnx_data").unlink(missing_ok=True)
        onnx.save(onnx.load(path), path, save_as_external_data=True, all_tensors_to_one_file=True, location=f"{name}.onnx_data", size_threshold=0)
    write_json(out / "config.json", config)
    write_json(out / "tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [{"id": 32, "content": "<pad>", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}],
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": split_in_letters(), "post_processor": None, "decoder": None, "model": {"vocab": vocabulary},
    })
    write_json(out / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizer", "pad_token": "<pad>", "model_max_length": 1000})
    (out / "voices").mkdir(exist_ok=True)
    (out / "voices/F1.bin").write_bytes(style.numpy().astype("<f4").tobytes())
    write_reference(out, text="Two pawns.", tokens=ids[0].tolist(), speed=1.25, samples=int(np.ceil(float(seconds / 1.25) * 44_100)), waveform=waveform[::8])


if __name__ == "__main__":
    small_vits(SMALL / "vits")
    small_speecht5(SMALL / "speecht5")
    small_supertonic(SMALL / "supertonic")
