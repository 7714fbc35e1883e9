"""Files as citizens bring them, and as nobody should: made anew for each test."""

from __future__ import annotations

import io
import zipfile
import zlib

import docx
import pikepdf
from PIL import Image, PngImagePlugin

GPS_MAKER = "May anh cua Nguyen Van Kin"


def pdf(**info: str) -> bytes:
    """A PDF of one empty page with this document information."""
    made = pikepdf.new()
    made.add_blank_page()
    for name, value in info.items():
        made.docinfo[f"/{name}"] = value
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def running_pdf(packed: bool) -> bytes:
    """A PDF that would run a script when opened; `packed`: its objects stand in object streams."""
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    target = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    made.save(target, object_stream_mode=mode)
    return target.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    made = pikepdf.new()
    made.add_blank_page()
    target = io.BytesIO()
    made.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


def jpeg() -> bytes:
    """A photograph that says which camera took it and where, with a comment and something hung on behind."""
    exif = Image.Exif()
    exif[271] = GPS_MAKER
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 40.0)
    target = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(
        target, "JPEG", exif=exif, comment=GPS_MAKER.encode(), progressive=True
    )
    return target.getvalue() + b"<html>" + GPS_MAKER.encode()


def png() -> bytes:
    """A picture with a text that names its maker."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", GPS_MAKER)
    texts.add_itxt("Comment", GPS_MAKER)
    target = io.BytesIO()
    Image.effect_noise((40, 30), 80).save(target, "PNG", pnginfo=texts)
    return target.getvalue()


def webp() -> bytes:
    """A picture with EXIF."""
    exif = Image.Exif()
    exif[271] = GPS_MAKER
    target = io.BytesIO()
    Image.effect_noise((40, 30), 80).convert("RGB").save(target, "WEBP", exif=exif)
    return target.getvalue()


def word() -> bytes:
    """A Word file with an author."""
    made = docx.Document()
    made.add_paragraph("Đơn khiếu nại")
    made.core_properties.author = GPS_MAKER
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def package(*members: tuple[str, bytes]) -> bytes:
    """A zip with these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return target.getvalue()


def repacked(data: bytes, **more: bytes) -> bytes:
    """A package with further members, or others in place of its own (`__` stands for `/`)."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members |= {name.replace("__", "/"): content for name, content in more.items()}
    return package(*members.items())


def odt() -> bytes:
    """A small OpenDocument text."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", "<office:document-content/>")
    return target.getvalue()


def bomb(size: int) -> bytes:
    """A Word file of a few KB that unpacks to `size` bytes."""
    return repacked(word(), word__media__big=b"\0" * size)


def hidden_script() -> bytes:
    """A PDF whose only script stands in an object stream, its name spelled with hex digits."""
    inside = b"5 0 << /S /J#61vaScript /J#53 (app.alert(1)) >>"
    stream = zlib.compress(inside)
    return (
        b"%PDF-1.5\n1 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(stream)).encode()
        + b" >>\nstream\n"
        + stream
        + b"\nendstream endobj\ntrailer << /Root 5 0 R >>\n%%EOF\n"
    )
