"""The signed PDF: a self-made key signs, a checker finds the whole file covered, one changed byte is found."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from casework.reports.pdf import render_pdf
from casework.services.reporting.signing import FIELD, SigningError, sign_pdf
from tests.reports.test_pdf import half_year_report

PHRASE = b"mot-mat-khau"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-made key with its certificate, and the file of its passphrase."""
    folder = tmp_path_factory.mktemp("key")
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cơ quan thử nghiệm")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(secret, hashes.SHA256())
    )
    held, phrase = folder / "key.p12", folder / "phrase"
    sealed = BestAvailableEncryption(PHRASE)
    held.write_bytes(pkcs12.serialize_key_and_certificates(b"k", secret, certificate, None, sealed))
    phrase.write_bytes(PHRASE + b"\n")
    return held, phrase


def test_the_signature_covers_the_file_and_finds_a_change(key: tuple[Path, Path]) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    def checked(file: bytes) -> Any:
        """What the library finds; in a thread apart, as it begins an event loop and a browser may run one in this."""
        embedded = PdfFileReader(BytesIO(file)).embedded_signatures[0]
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(validate_pdf_signature, embedded).result()

    plain = render_pdf(half_year_report(2), signing=True)
    signed = sign_pdf(plain, *key)
    assert signed.startswith(plain)
    found = PdfFileReader(BytesIO(signed)).embedded_signatures[0]
    assert found.field_name == FIELD
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    status = checked(signed)
    assert status.intact
    assert status.valid
    assert status.coverage.name == "ENTIRE_FILE"
    broken = signed.replace(b"595.2756", b"595.2757", 1)  # still a file that reads as PDF, one digit wider
    assert broken != signed
    assert not checked(broken).intact


def test_a_key_that_cannot_be_opened_is_told(key: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("khac\n")
    with pytest.raises(SigningError, match="Không mở được khóa ký"):
        sign_pdf(b"%PDF-", key[0], wrong)
    with pytest.raises(SigningError, match="mật khẩu"):
        sign_pdf(b"%PDF-", key[0], tmp_path / "missing")
    with pytest.raises(SigningError, match="Không mở được khóa ký"):
        sign_pdf(b"%PDF-", tmp_path / "missing.p12", key[1])


async def _signed_within_a_loop(key: tuple[Path, Path]) -> bytes:
    return sign_pdf(render_pdf(half_year_report(2), signing=True), *key)


def test_a_running_event_loop_does_not_hinder_signing(key: tuple[Path, Path]) -> None:
    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(asyncio.run, _signed_within_a_loop(key)).result().startswith(b"%PDF-")
