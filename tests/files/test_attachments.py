"""Attached files: what is taken, what is refused and why, what is left out, where it is kept, and the scanner."""

from __future__ import annotations

import base64
import io
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from casework.files.attachment_images import impersonal_jpeg, impersonal_png, impersonal_webp
from casework.files.attachment_kinds import recognise, safe_name
from casework.files.attachment_pdf import names_an_author
from casework.files.attachment_problems import AttachmentProblem
from casework.files.attachment_store import FileDamagedError, FileMissingError, FileStore
from casework.files.virus_scan import scan
from tests.files import enclosures as made


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("don.pdf", made.pdf(), "application/pdf"),
        ("anh.JPG", made.jpeg(), "image/jpeg"),
        ("anh.jpeg", made.jpeg(), "image/jpeg"),
        ("anh.png", made.png(), "image/png"),
        ("anh.webp", made.webp(), "image/webp"),
        ("don.docx", made.word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("don.odt", made.odt(), "application/vnd.oasis.opendocument.text"),
        ("loi-trinh-bay.txt", "Tôi khiếu nại.\r\nĐề nghị xem xét.".encode(), "text/plain"),
    ],
)
def test_what_offices_send_is_taken(name: str, data: bytes, media_type: str) -> None:
    assert recognise(data, name).media_type == media_type


ENTITY = {"word__c.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"}
HEADS = ["%PDF-1.4\n", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "RIFF", "PK\x03\x04", ""]
HOSTILE = [
    ("rong.pdf", b"", "rỗng"),
    ("trang.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "không thuộc loại"),
    ("trang.txt", b"<html><script>alert(1)</script>", "không thuộc loại"),
    ("hinh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "không thuộc loại"),
    ("hinh.png", b"<svg onload='alert(1)'/>", "không thuộc loại"),
    ("chuong-trinh.exe", b"MZ\x90\x00" + b"\0" * 200, "không thuộc loại"),
    ("rac.pdf", b"GIF89a\x01\x00;%PDF-1.7\n%%EOF", "không thuộc loại"),
    ("doi-ten.jpg", made.pdf(), "đuôi .pdf"),
    ("khong-duoi", made.pdf(), "đuôi .pdf"),
    ("cut.pdf", made.pdf()[:200], "không trọn vẹn"),
    ("chay.pdf", made.running_pdf(False), "mã chạy"),
    ("chay-nen.pdf", made.running_pdf(True), "mã chạy"),
    ("chay-an.pdf", made.hidden_script(), "mã chạy"),
    ("khoa.pdf", made.locked_pdf(), "mật khẩu"),
    ("cut.png", made.png()[:-20], "hỏng"),
    ("sua.png", made.png()[:60] + b"\xff" + made.png()[61:], "hỏng"),
    ("cut.jpg", made.jpeg()[:300], "hỏng"),
    ("cut.webp", made.webp()[:60], "hỏng"),
    ("nen.docx", made.package(("a.txt", b"a")), "tệp nén"),
    ("macro.docx", made.repacked(made.word(), word__vbaProject=b"x"), "macro"),
    ("duong-dan.docx", made.package(("../../etc/passwd", b"x")), "bất thường"),
    ("bom.docx", made.bomb(30_000_000), "giải nén quá lớn"),
    ("thuc-the.docx", made.repacked(made.word(), **ENTITY), "an toàn"),
    ("hong.docx", b"PK\x03\x04" + b"\0" * 100, "hỏng"),
    ("nhi-phan.txt", b"abc\x00\x01", "không thuộc loại"),
    ("bang-ma.txt", "Kh\xf4ng".encode("latin-1"), "không thuộc loại"),
]


@pytest.mark.parametrize(("name", "data", "says"), HOSTILE, ids=[one[0] for one in HOSTILE])
def test_what_is_not_what_it_seems_is_refused(name: str, data: bytes, says: str) -> None:
    with pytest.raises(AttachmentProblem, match=says):
        recognise(data, name)


def test_a_picture_too_large_to_show_is_refused() -> None:
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG")
    with pytest.raises(AttachmentProblem, match="điểm ảnh"):
        recognise(target.getvalue(), "to.png")


@given(st.binary(max_size=400), st.sampled_from(HEADS))
def test_no_bytes_at_all_bring_it_down(tail: bytes, head: str) -> None:
    data = head.encode("latin-1") + tail
    try:
        found = recognise(data, "a.txt")
    except AttachmentProblem:
        return
    assert found.media_type == "text/plain"
    assert data.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("đơn khiếu nại.pdf", "đơn khiếu nại.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\hoa\\don.pdf", "don.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ('a"b.pdf', "a'b.pdf"),
        ("", "tep"),
        ("...", "tep"),
        ("a" * 400 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize(
    ("data", "strip", "name"),
    [
        (made.jpeg(), impersonal_jpeg, "a.jpg"),
        (made.png(), impersonal_png, "a.png"),
        (made.webp(), impersonal_webp, "a.webp"),
    ],
)
def test_a_picture_without_metadata_is_the_same_picture(data: bytes, strip: object, name: str) -> None:
    assert made.GPS_MAKER.encode() in data
    bare = strip(data)  # type: ignore[operator]
    assert made.GPS_MAKER.encode() not in bare
    recognise(bare, name)
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(bare))
    assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert not after.getexif()


def test_a_pdf_says_who_made_it() -> None:
    assert names_an_author(made.pdf(Author="Nguyễn Văn Kín"))
    assert not names_an_author(made.pdf(Producer="scanner"))


def test_the_same_bytes_take_one_place_that_others_cannot_read(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    name = store.put(b"xin chao")
    assert store.put(b"xin chao") == name
    place = tmp_path / "files" / name[:2] / name[2:]
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == [place]
    assert store.get(name) == b"xin chao"
    assert list(store.names()) == [name]
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0
    place.write_bytes(b"khac")
    with pytest.raises(FileDamagedError):
        store.get(name)
    assert store.remove(name)
    assert not store.remove(name)
    with pytest.raises(FileMissingError):
        store.get(name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "", "0" * 63, "0" * 64])
def test_no_other_place_is_ever_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileMissingError):
        FileStore(tmp_path).get(name)


def test_with_a_key_nothing_readable_is_on_the_disk(tmp_path: Path) -> None:
    key = base64.b64encode(os.urandom(32)).decode()
    store = FileStore(tmp_path, key)
    name = store.put("tài liệu mật danh".encode())
    kept = next(path for path in tmp_path.rglob("*.aes"))
    assert "tài liệu".encode() not in kept.read_bytes()
    assert store.get(name).decode() == "tài liệu mật danh"
    with pytest.raises(FileDamagedError):
        FileStore(tmp_path, base64.b64encode(os.urandom(32)).decode()).get(name)
    with pytest.raises(FileDamagedError):
        FileStore(tmp_path).get(name)
    other = store.put(b"another")
    kept.write_bytes((tmp_path / other[:2] / f"{other[2:]}.aes").read_bytes())
    with pytest.raises(FileDamagedError):
        store.get(name)
    with pytest.raises(ValueError, match="CASEWORK_FILES_KEY"):
        FileStore(tmp_path, "ngan")


@contextmanager
def scanner(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A socket that speaks as clamd does: takes a stream, answers once."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                while size := int.from_bytes(sent.read(4), "big"):
                    taken.append(sent.read(size))
                line.sendall(answer)

        worker = threading.Thread(target=serve, daemon=True)
        worker.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", taken
        worker.join(5)


def test_the_scanner_sees_every_byte_and_lets_pass() -> None:
    data = os.urandom(200_000)
    with scanner(b"stream: OK\0") as (address, taken):
        scan(address, data, "a.pdf")
    assert b"".join(taken) == data


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "nhiễm vi-rút"),
        (b"INSTREAM size limit exceeded. ERROR\0", "không kiểm tra được"),
        (b"", "không kiểm tra được"),
    ],
)
def test_anything_but_ok_keeps_a_file_out(answer: bytes, says: str) -> None:
    with scanner(answer) as (address, _), pytest.raises(AttachmentProblem, match=says):
        scan(address, b"x", "a.pdf")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/khong/co/socket", "khong-co-cong", ""])
def test_a_scanner_that_is_away_keeps_a_file_out(address: str) -> None:
    with pytest.raises(AttachmentProblem, match="Chưa kiểm tra được"):
        scan(address, b"x", "a.pdf")
