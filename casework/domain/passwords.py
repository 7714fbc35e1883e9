"""What a password must be: long enough, and more than words that everybody tries first.

ASVS 5.0 6.2 (security.md 2, row 22): at least 12 characters, up to 128, any characters, no rules of composition, no
forced change; common words and words of the context are refused.
"""

from __future__ import annotations

import unicodedata

from casework.domain.text import fold

LEAST = 12
MOST = 128
_DIFFERENT = 5
_OWN = 5

COMMON = (
    "password",
    "passw0rd",
    "matkhau",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdfgh",
    "zxcvbnm",
    "iloveyou",
    "welcome",
    "letmein",
    "administrator",
    "admin",
    "quantri",
    "nguoidung",
    "abcdefgh",
    "abcdef",
    "abc",
    "0123456789",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "123",
    "987654321",
    "654321",
    "111111",
    "000000",
    "anhyeuem",
    "emyeuanh",
    "vietnam",
    "xinchao",
    "casework",
    "hanoi",
    "thanhpho",
    "thudo",
    "ubnd",
    "uyban",
    "hdnd",
    "hoidong",
    "nhandan",
    "vanphong",
    "thuky",
    "lanhdao",
    "canbo",
    "tiepdan",
    "kiennghi",
    "cutri",
    "donthu",
    "khieunai",
    "tocao",
)
"""Words that everybody tries first, and words of this system and its offices; folded, longest tried first."""


def prepare(password: str) -> str:
    """The form of a password that is hashed: NFC, so that one text typed on two keyboards is one password."""
    return unicodedata.normalize("NFC", password)


def problem(password: str, *names: str) -> str | None:
    """What is wrong with a new password, in Vietnamese; None when it may be used.

    `names`: the account's own names, words of the context too. The message never repeats the password.
    """
    length = len(prepare(password))
    if length < LEAST:
        return f"Mật khẩu phải có ít nhất {LEAST} ký tự; hãy dùng một câu dễ nhớ."
    if length > MOST:
        return f"Mật khẩu dài nhất {MOST} ký tự."
    left = "".join(c for c in fold(password) if c.isalnum())
    if len(set(fold(password))) < _DIFFERENT:
        return "Mật khẩu lặp lại quá ít ký tự; hãy dùng một câu gồm nhiều từ khác nhau."
    own = {"".join(c for c in fold(part) if c.isalnum()) for name in names for part in (name, *name.split())}
    for word in sorted({*COMMON, *(o for o in own if len(o) > 2)}, key=len, reverse=True):
        left = left.replace(word, "")
    if len(left) < _OWN:
        return "Mật khẩu chỉ gồm từ dễ đoán (từ thông dụng, tên cơ quan, tên tài khoản); hãy thêm những từ khác."
    return None
