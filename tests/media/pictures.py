"""Picture files for uploads, created in memory."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

PLACE = b"-2.1894,-79.8891"


def picture(kind="JPEG", size=(60, 40), colour=(180, 20, 30), mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def camera_jpeg(orientation=1, size=(60, 40)):
    """A JPEG with the metadata of a phone: location, device and owner in EXIF, a comment, XMP and an orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker of phones"
    exif[0x8298] = "Owner's name"
    exif.get_ifd(0x8825)[0x001D] = PLACE.decode()
    return picture(size=size, exif=exif.tobytes(), comment=b"taken at home", xmp=b"<x:xmpmeta>home</x:xmpmeta>")


def telling_png():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Owner's name")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>home</x:xmpmeta>")
    return picture("PNG", pnginfo=notes, dpi=(300, 300))


def wordy_png(megabytes=2):
    """A PNG with more text than Pillow reads: a plain note, a packed one, and the history of an image editor."""
    words, notes = "x" * megabytes * 1024**2, PngImagePlugin.PngInfo()
    notes.add_text("Comment", words[: 1024**2 + 1])
    notes.add_text("Raw profile type xmp", words, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", words, zip=True)
    return picture("PNG", pnginfo=notes)


def huge_png(width=20_000, height=20_000):
    """A header for 400 million pixels without the pixels."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def moving(kind="WEBP"):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255))]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100, loop=0)
    return buffer.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def upload(content=None, name="IMG_2041.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, picture() if content is None else content, content_type)
