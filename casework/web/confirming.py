"""Dangerous acts ask for the own password once more; for ten minutes it need not be typed again in the same session."""

from __future__ import annotations

from flask_login import current_user
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from casework.domain.accounts import CONFIRMED_FOR
from casework.services import accounts
from casework.web.clock import now
from casework.web.forms import Form
from casework.web.gate import account, database, reader

MINUTES = int(CONFIRMED_FOR.total_seconds() // 60)


class ConfirmedForm(Form):
    """A form whose sending asks for the sender's own password; the box is gone while that was typed lately."""

    own_password = PasswordField(
        "Mật khẩu của tài khoản đang dùng",
        [InputRequired("Xin nhập mật khẩu của tài khoản đang dùng để xác nhận."), Length(max=512)],
        description=f"Việc này cần xác nhận lại người đang dùng tài khoản; trong {MINUTES} phút sau không hỏi lại.",
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *arguments: object, **more: object) -> None:
        """As every form; takes the box away where it need not be asked."""
        super().__init__(*arguments, **more)
        if account().confirmed(now()):
            del self.own_password

    def confirm(self) -> None:
        """Passes when the password is the sender's. Raises AccountError, TooManyTriesError."""
        if "own_password" in self:
            token = current_user.get_id()
            accounts.confirm_password(database(), reader(), self.own_password.data or "", now(), token)
