"""Makes the HEIC files beside it (no encoder of HEVC comes with npm). Run with pillow-heif 1.8.1, Pillow and numpy; its output is committed.

Every file shows the same quarters, 96 x 64: red, green / blue, yellow. Made by this project; MIT like the rest.
"""

import numpy
import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()


def quarters(width=96, height=64, channels=3):
    pixels = numpy.zeros((height, width, channels), numpy.uint8)
    if channels == 4:
        pixels[..., 3] = 255
    left, top = width // 2, height // 2
    pixels[:top, :left, :3] = (220, 30, 30)
    pixels[:top, left:, :3] = (30, 160, 60)
    pixels[top:, :left, :3] = (30, 60, 220)
    pixels[top:, left:, :3] = (240, 220, 40)
    return pixels


upright = Image.fromarray(quarters())
upright.save("quarters.heic", quality=60)

# The camera was held upright: stored lying, with a turn that the reader makes (irot, from the EXIF orientation).
exif = Image.Exif()
exif[0x010F], exif[0x0110], exif[0x0112] = "Ocelli", "Test camera", 6
exif.get_ifd(0x8769).update({0x9003: "2024:02:29 12:30:45", 0x9011: "+02:00", 0x829A: 0.004, 0x829D: 2.8, 0x8827: 200})
upright.transpose(Image.Transpose.ROTATE_90).save("turned-with-exif.heic", quality=60, exif=exif.tobytes())

see_through = quarters(channels=4)
see_through[:, 48:, 3] = 0
Image.fromarray(see_through).save("half-see-through.heic", quality=60)

deep = pillow_heif.from_bytes(mode="RGB;16", size=(96, 64), data=(quarters().astype(numpy.uint16) * 257).tobytes())
pillow_heif.options.SAVE_HDR_TO_12_BIT = False
deep.save("ten-bit.heic", quality=60)

Image.fromarray(quarters()[..., 0]).save("grey.heic", quality=60)

# A colour profile whose red and blue are exchanged: who ignores profiles shows it.
swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
for index in range(int.from_bytes(swapped[128:132], "big")):
    at = 132 + 12 * index
    swapped[at : at + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(bytes(swapped[at : at + 4]), bytes(swapped[at : at + 4]))
upright.save("swapped-profile.heic", quality=60, icc_profile=bytes(swapped))

several = pillow_heif.from_pillow(Image.new("RGB", (64, 64), "grey"))
several.add_from_pillow(upright)
several.save("second-is-primary.heic", quality=60, primary_index=1)

# 102 megapixels of one colour in a few kilobytes.
Image.new("RGB", (12800, 8000), "white").save("hundred-megapixels.heic", quality=20)

# Large enough that libheif must ask for more memory than it starts with.
Image.fromarray(quarters(2048, 1536)).save("three-megapixels.heic", quality=20)
