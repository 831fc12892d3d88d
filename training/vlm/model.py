"""The model: SmolVLM's architecture (Idefics3) at five million parameters, its tokenizer and its prompt."""

import random

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, PreTrainedTokenizerFast, SmolVLMConfig, SmolVLMForConditionalGeneration

from scenes import make_scene, questions_about
from strangers import NO_ANSWER, REFUSAL, STRANGE_QUESTIONS

IMAGE_SIZE, PATCH, SCALE = 128, 16, 2
IMAGE_TOKENS = (IMAGE_SIZE // PATCH // SCALE) ** 2
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<end_of_utterance>", "<fake_token_around_image>", "<image>", "<global-img>"]
# SmolVLM's own chat template: the transformers.js processor expects the prompt that it makes.
CHAT_TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{message['role'] | capitalize}}"
    "{% if message['content'][0]['type'] == 'image' %}{{':'}}{% else %}{{': '}}{% endif %}"
    "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{line['text']}}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
BEFORE_QUESTION = "<|im_start|>User:<fake_token_around_image><global-img>" + "<image>" * IMAGE_TOKENS + "<fake_token_around_image>"
AFTER_QUESTION = "<end_of_utterance>\nAssistant:"


def make_tokenizer() -> PreTrainedTokenizerFast:
    """Byte-level BPE over the model's own world; always the same one."""
    rng, corpus = random.Random(1), []
    for _ in range(1500):
        corpus += [text for _, question, answer in questions_about(make_scene(rng), rng) for text in (question, " " + answer)]
    corpus += (STRANGE_QUESTIONS + [" " + REFUSAL, " " + NO_ANSWER, "User:", "Assistant:", "\n"]) * 50
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=512, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<|im_start|>",
        eos_token="<end_of_utterance>",
        pad_token="<|im_end|>",
        unk_token="<|endoftext|>",
        additional_special_tokens=SPECIAL[4:],
        chat_template=CHAT_TEMPLATE,
        model_max_length=512,
    )


def make_model(tokenizer: PreTrainedTokenizerFast) -> SmolVLMForConditionalGeneration:
    text = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=256,
        intermediate_size=768,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=64,
        max_position_embeddings=512,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    vision = dict(hidden_size=192, intermediate_size=768, num_hidden_layers=4, num_attention_heads=6, image_size=IMAGE_SIZE, patch_size=PATCH)
    torch.manual_seed(0)
    model = SmolVLMForConditionalGeneration(
        SmolVLMConfig(
            vision_config=vision,
            text_config=text.to_dict(),
            scale_factor=SCALE,
            image_token_id=tokenizer.convert_tokens_to_ids("<image>"),
            pad_token_id=tokenizer.pad_token_id,
            tie_word_embeddings=True,
        )
    )
    model.tie_weights()
    return model
