"""From where somebody signs in, as far as it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.domain.devices import Client

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (FIREFOX, "Firefox trên Windows"),
        (EDGE, "Edge trên Windows"),
        (CHROME, "Chrome trên Linux"),
        (ANDROID, "Chrome trên Android"),
        (IPHONE, "Safari trên iPhone"),
        ("", "Trình duyệt khác"),
        ("<script>", "Trình duyệt khác"),
    ],
)
def test_browser_and_system_by_name(agent: str, told: str) -> None:
    """Names from a closed list, never the browser's own words."""
    assert Client(agent=agent).device == told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("203.0.113.77", "203.0.113.*"),
        ("2001:db8:1:2:3::9", "2001:db8:1::*"),
        ("127.0.0.1", "chính máy chủ"),
        ("::1", "chính máy chủ"),
        ("", ""),
        ("không phải địa chỉ", ""),
    ],
)
def test_the_network_and_not_the_machine(address: str, told: str) -> None:
    """Coarse, so that it helps to know a session again and tells little else."""
    assert Client(address=address).place == told


@given(st.text(max_size=80))
def test_only_a_mark_of_ours_counts(known_as: str) -> None:
    """Anything else is as good as none, and no text of a browser breaks anything."""
    client = Client(known_as, known_as, known_as)
    assert client.mark in ("", known_as)
    assert client.mark == "" or len(client.mark) == 43
    assert len(client.device) <= 80
    assert len(client.place) <= 60
