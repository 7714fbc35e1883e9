"""A PDF signed by the office's key (PAdES), where a key is configured; the extra `sign` holds the library.

The signature says when the machine signed by its own clock; it is no time stamp of an authority.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

FIELD = "ChuKySo"


class SigningError(Exception):
    """A key that cannot be used; the Vietnamese message says what to do, never the passphrase."""


def sign_pdf(data: bytes, key_file: Path, passphrase_file: Path | None) -> bytes:
    """The file with a signature that covers all of it (PAdES baseline B, SHA-256), added behind what was there.

    `key_file`: PKCS#12 with the key and its certificates; `passphrase_file`: a file whose first line opens it.
    Raises SigningError.
    """
    try:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
        from pyhanko.sign.signers import sign_pdf as put_signature
    except ImportError:
        raise SigningError("Chưa cài phần ký số. Hãy cài casework với phần mở rộng “sign” rồi thử lại.") from None
    try:
        passphrase = passphrase_file.read_bytes().splitlines()[0] if passphrase_file else None
    except (OSError, IndexError):
        raise SigningError("Không đọc được tệp mật khẩu. Hãy kiểm tra CASEWORK_SIGN_PASSPHRASE_FILE.") from None
    signer = SimpleSigner.load_pkcs12(str(key_file), passphrase=passphrase)  # type: ignore[no-untyped-call]
    if signer is None:
        raise SigningError("Không mở được khóa ký. Hãy kiểm tra CASEWORK_SIGN_KEY và CASEWORK_SIGN_PASSPHRASE_FILE.")
    target = BytesIO()
    # The library begins an event loop of its own, which a thread that already runs one refuses.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(
            put_signature,
            IncrementalPdfFileWriter(BytesIO(data)),
            PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
            signer=signer,
            output=target,
        ).result()
    return target.getvalue()
