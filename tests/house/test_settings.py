"""casework.settings: read once, refused in Vietnamese, documented field by field, silent about secrets."""

from __future__ import annotations

import dataclasses

import pytest

from casework.settings import DEFAULT_OFFICE, Settings, SettingsError, environment_variables
from tests.machine import ROOT


def test_an_empty_environment_gives_the_defaults() -> None:
    """Absent and blank variables leave the documented defaults."""
    read = Settings.from_environment({"CASEWORK_PORT": " ", "CASEWORK_OFFICE": ""})
    assert read == Settings()
    assert (read.port, read.session_idle_minutes, read.session_hours, read.upload_max_mb) == (
        8000,
        30,
        12,
        20,
    )
    assert (read.cookie_secure, read.isolated_lan, read.office) == (True, False, DEFAULT_OFFICE)
    assert read.database_url == "sqlite:///var/casework.sqlite"


def test_every_variable_reaches_its_field() -> None:
    """Each variable changes its own field and no other."""
    values = {
        "CASEWORK_DATABASE_URL": "postgresql+psycopg://u@h/d",
        "CASEWORK_SECRET_KEY": "k" * 40,
        "CASEWORK_PORT": "8123",
        "CASEWORK_SESSION_IDLE_MINUTES": "5",
        "CASEWORK_SESSION_HOURS": "2",
        "CASEWORK_UPLOAD_MAX_MB": "7",
        "CASEWORK_PROXIES": "1",
        "CASEWORK_COOKIE_SECURE": "0",
        "CASEWORK_OFFICE": "Văn phòng HĐND",
        "CASEWORK_ISOLATED_LAN": "1",
    }
    values |= {
        "CASEWORK_VAULT_URL": "sqlite:///vault.sqlite",
        "CASEWORK_VAULT_KEY_FILE": "/etc/casework/vault.key",
        "CASEWORK_VAULT_MINUTES": "30",
        "CASEWORK_FILES": "/srv/casework/files",
        "CASEWORK_FILES_KEY": "k" * 44,
        "CASEWORK_RECORD_FILES_MB": "50",
        "CASEWORK_CLAMAV": "localhost:3310",
    }
    values |= {
        "CASEWORK_BULK_MOST": "50",
        "CASEWORK_BULK_UNDO_HOURS": "2",
        "CASEWORK_SMTP_URL": "smtp://localhost",
        "CASEWORK_SMTP_FROM": "a@b.example",
        "CASEWORK_ANCHORS": "/srv/neo/casework",
        "CASEWORK_SIGN_KEY": "/etc/casework/sign.p12",
        "CASEWORK_SIGN_PASSPHRASE_FILE": "/etc/casework/sign.phrase",
    }
    assert set(values) == set(environment_variables().values())
    for field, variable in environment_variables().items():
        changed = dataclasses.asdict(Settings.from_environment({variable: values[variable]}))
        expected = dataclasses.asdict(Settings())
        different = {name for name in expected if changed[name] != expected[name]}
        assert different == {field}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CASEWORK_PORT", "0"),
        ("CASEWORK_PORT", "70000"),
        ("CASEWORK_PORT", "tám nghìn"),
        ("CASEWORK_SESSION_HOURS", "-1"),
        ("CASEWORK_UPLOAD_MAX_MB", "2.5"),
        ("CASEWORK_COOKIE_SECURE", "maybe"),
    ],
)
def test_a_wrong_value_is_refused_by_name(variable: str, value: str) -> None:
    """The message names the variable and shows the value."""
    with pytest.raises(SettingsError, match=variable) as refusal:
        Settings.from_environment({variable: value})
    assert value in str(refusal.value)


@pytest.mark.parametrize("key", [None, "khoabimat", "x" * 31])
def test_serving_without_a_long_key_is_refused(key: str | None) -> None:
    """No key, or one below 32 bytes: a refusal in Vietnamese that does not repeat the key."""
    with pytest.raises(SettingsError, match="không thể phục vụ") as refusal:
        Settings(secret_key=key).require_secret_key()
    assert key is None or key not in str(refusal.value)


def test_the_key_is_measured_in_bytes() -> None:
    """32 bytes are enough, in whatever letters."""
    assert Settings(secret_key="x" * 32).require_secret_key() == "x" * 32
    assert Settings(secret_key="ế" * 11).require_secret_key() == "ế" * 11


def test_secrets_stay_out_of_the_representation() -> None:
    """Neither the key nor the address with its password is shown."""
    shown = repr(Settings(database_url="postgresql+psycopg://u:matkhau@h/d", secret_key="bimat" * 10))
    assert "matkhau" not in shown
    assert "bimat" not in shown


def test_settings_cannot_be_changed() -> None:
    """What a door read is what every other place sees."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_every_setting_is_documented_with_its_default() -> None:
    """docs/settings.md has one row a field, and states the true default of those that have one."""
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    rows = {
        line.split("|")[1].strip(" `"): line.split("|")[2].strip(" `") for line in text.splitlines() if line[:2] == "| "
    }
    rows.pop("Biến")
    assert set(rows) == set(environment_variables().values())
    for field, variable in environment_variables().items():
        default = getattr(Settings(), field)
        printed = {None: "không có", True: "1", False: "0"}.get(default, str(default))
        assert rows[variable] == printed, variable
