"""What happens to pictures on their way to the model: scaling, blur, noise, compression."""

import io
import random

import numpy as np
from PIL import Image, ImageFilter

FILTERS = [Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS, Image.Resampling.BOX]


def worn(picture: Image.Image, rng: random.Random) -> Image.Image:
    """The picture after some of: a squeeze, blur, noise, JPEG."""
    if rng.random() < 0.3:
        size = [max(96, round(side * rng.uniform(0.85, 1.15))) for side in picture.size]
        picture = picture.resize((size[0], size[1]), rng.choice(FILTERS))
    if rng.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 0.006 * picture.width)))
    if rng.random() < 0.2:
        noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(1, 8), (picture.height, picture.width, 3))
        picture = Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))
    if rng.random() < 0.5:
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=rng.randint(35, 95))
        picture = Image.open(packed).convert("RGB")
    return picture


def seen_at(picture: Image.Image, size: int, rng: random.Random) -> np.ndarray:
    """Pixels [size, size, 3], uint8, as the model's processor would scale them, by any of the usual filters."""
    return np.asarray(picture.resize((size, size), rng.choice(FILTERS)))
