"""The settings of one running casework: read once from the environment by a door, handed down as arguments.

Each field names its environment variable in its metadata; `docs/settings.md` describes each in Vietnamese.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_DATABASE_URL = "sqlite:///var/casework.sqlite"
DEFAULT_OFFICE = "Văn phòng UBND Thành phố"
SECRET_KEY_MIN_BYTES = 32

_YES = frozenset({"1", "true", "yes", "on", "co", "có"})
_NO = frozenset({"0", "false", "no", "off", "khong", "không"})


class SettingsError(ValueError):
    """A setting that cannot be used; the Vietnamese message names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment decides. Times in minutes and hours, sizes in MB of 1024 × 1024 bytes.

    The database address and the secret key never appear in `repr`, so that no log or traceback shows them.
    """

    database_url: str = field(default=DEFAULT_DATABASE_URL, repr=False, metadata={"env": "CASEWORK_DATABASE_URL"})
    secret_key: str | None = field(default=None, repr=False, metadata={"env": "CASEWORK_SECRET_KEY"})
    port: int = field(default=8000, metadata={"env": "CASEWORK_PORT"})
    session_idle_minutes: int = field(default=30, metadata={"env": "CASEWORK_SESSION_IDLE_MINUTES"})
    session_hours: int = field(default=12, metadata={"env": "CASEWORK_SESSION_HOURS"})
    upload_max_mb: int = field(default=20, metadata={"env": "CASEWORK_UPLOAD_MAX_MB"})
    proxies: int = field(default=0, metadata={"env": "CASEWORK_PROXIES"})
    cookie_secure: bool = field(default=True, metadata={"env": "CASEWORK_COOKIE_SECURE"})
    office: str = field(default=DEFAULT_OFFICE, metadata={"env": "CASEWORK_OFFICE"})
    isolated_lan: bool = field(default=False, metadata={"env": "CASEWORK_ISOLATED_LAN"})
    vault_url: str | None = field(default=None, repr=False, metadata={"env": "CASEWORK_VAULT_URL"})
    vault_key_file: str | None = field(default=None, repr=False, metadata={"env": "CASEWORK_VAULT_KEY_FILE"})
    vault_minutes: int = field(default=60, metadata={"env": "CASEWORK_VAULT_MINUTES"})
    files: str | None = field(default=None, metadata={"env": "CASEWORK_FILES"})
    files_key: str | None = field(default=None, repr=False, metadata={"env": "CASEWORK_FILES_KEY"})
    record_files_mb: int = field(default=200, metadata={"env": "CASEWORK_RECORD_FILES_MB"})
    clamav: str | None = field(default=None, metadata={"env": "CASEWORK_CLAMAV"})
    anchors: str | None = field(default=None, metadata={"env": "CASEWORK_ANCHORS"})

    bulk_most: int = field(default=200, metadata={"env": "CASEWORK_BULK_MOST"})
    bulk_undo_hours: int = field(default=24, metadata={"env": "CASEWORK_BULK_UNDO_HOURS"})
    smtp_url: str | None = field(default=None, repr=False, metadata={"env": "CASEWORK_SMTP_URL"})
    smtp_from: str | None = field(default=None, metadata={"env": "CASEWORK_SMTP_FROM"})
    sign_key: str | None = field(default=None, repr=False, metadata={"env": "CASEWORK_SIGN_KEY"})
    sign_passphrase_file: str | None = field(
        default=None, repr=False, metadata={"env": "CASEWORK_SIGN_PASSPHRASE_FILE"}
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """The settings that `environ` states; a variable that is absent or blank leaves its default.

        Raises `SettingsError` for a value that cannot be read or is out of range. The secret key is not
        judged here, since only serving needs it: see `require_secret_key`.
        """
        defaults = cls()
        return cls(
            database_url=_text(environ, "CASEWORK_DATABASE_URL") or defaults.database_url,
            secret_key=_text(environ, "CASEWORK_SECRET_KEY"),
            port=_integer(environ, "CASEWORK_PORT", defaults.port, 1, 65535),
            session_idle_minutes=_integer(
                environ, "CASEWORK_SESSION_IDLE_MINUTES", defaults.session_idle_minutes, 1, 24 * 60
            ),
            session_hours=_integer(environ, "CASEWORK_SESSION_HOURS", defaults.session_hours, 1, 24 * 7),
            upload_max_mb=_integer(environ, "CASEWORK_UPLOAD_MAX_MB", defaults.upload_max_mb, 1, 1024),
            proxies=_integer(environ, "CASEWORK_PROXIES", defaults.proxies, 0, 5),
            cookie_secure=_switch(environ, "CASEWORK_COOKIE_SECURE", defaults.cookie_secure),
            office=_text(environ, "CASEWORK_OFFICE") or defaults.office,
            isolated_lan=_switch(environ, "CASEWORK_ISOLATED_LAN", defaults.isolated_lan),
            vault_url=_text(environ, "CASEWORK_VAULT_URL"),
            vault_key_file=_text(environ, "CASEWORK_VAULT_KEY_FILE"),
            vault_minutes=_integer(environ, "CASEWORK_VAULT_MINUTES", defaults.vault_minutes, 5, 24 * 60),
            files=_text(environ, "CASEWORK_FILES"),
            files_key=_text(environ, "CASEWORK_FILES_KEY"),
            record_files_mb=_integer(environ, "CASEWORK_RECORD_FILES_MB", defaults.record_files_mb, 1, 100 * 1024),
            clamav=_text(environ, "CASEWORK_CLAMAV"),
            anchors=_text(environ, "CASEWORK_ANCHORS"),
            bulk_most=_integer(environ, "CASEWORK_BULK_MOST", defaults.bulk_most, 1, 2000),
            bulk_undo_hours=_integer(environ, "CASEWORK_BULK_UNDO_HOURS", defaults.bulk_undo_hours, 0, 24 * 30),
            smtp_url=_text(environ, "CASEWORK_SMTP_URL"),
            smtp_from=_text(environ, "CASEWORK_SMTP_FROM"),
            sign_key=_text(environ, "CASEWORK_SIGN_KEY"),
            sign_passphrase_file=_text(environ, "CASEWORK_SIGN_PASSPHRASE_FILE"),
        )

    def require_secret_key(self) -> str:
        """The key that signs cookies and forms; serving calls this and refuses to start without it.

        Raises `SettingsError` when the key is missing or shorter than 32 bytes in UTF-8.
        """
        if self.secret_key is None:
            raise SettingsError(
                "Chưa đặt CASEWORK_SECRET_KEY nên không thể phục vụ. Hãy đặt một chuỗi ngẫu nhiên "
                f"dài ít nhất {SECRET_KEY_MIN_BYTES} byte, giữ kín và không thay đổi giữa các lần chạy."
            )
        length = len(self.secret_key.encode())
        if length < SECRET_KEY_MIN_BYTES:
            raise SettingsError(
                f"CASEWORK_SECRET_KEY quá ngắn ({length} byte) nên không thể phục vụ. "
                f"Hãy đặt một chuỗi ngẫu nhiên dài ít nhất {SECRET_KEY_MIN_BYTES} byte."
            )
        return self.secret_key

    @property
    def upload_max_bytes(self) -> int:
        """The largest accepted upload, in bytes."""
        return self.upload_max_mb * 1024 * 1024

    @property
    def record_files_bytes(self) -> int:
        """How much the attached files of one record may take, in bytes."""
        return self.record_files_mb * 1024 * 1024

    @property
    def files_folder(self) -> str:
        """The folder of attached files: as set, else "files" beside the SQLite file, else var/files."""
        if self.files is not None:
            return self.files
        scheme, _, place = self.database_url.partition(":///")
        folder = place.partition("?")[0].rpartition("/")[0] if scheme.startswith("sqlite") and place else ""
        return f"{folder}/files" if folder else "var/files"


def environment_variables() -> dict[str, str]:
    """Field name → the environment variable that sets it, in the order of the fields."""
    return {item.name: item.metadata["env"] for item in dataclasses.fields(Settings)}


def _text(environ: Mapping[str, str], name: str) -> str | None:
    value = environ.get(name, "").strip()
    return value or None


def _integer(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = _text(environ, name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise SettingsError(f"{name} phải là số nguyên từ {low} đến {high}; giá trị hiện nay là “{text}”.")
    return int(text)


def _switch(environ: Mapping[str, str], name: str, default: bool) -> bool:
    text = _text(environ, name)
    if text is None:
        return default
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise SettingsError(f"{name} phải là 1 (bật) hoặc 0 (tắt); giá trị hiện nay là “{text}”.")
