"""The forms of the administrator's accounts."""

from __future__ import annotations

from wtforms import SelectChoice, SelectField, SelectMultipleField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from casework.domain.accounts import PERSONAL_ROLES
from casework.domain.vocabulary import Role
from casework.services import account_page
from casework.web.clock import today
from casework.web.confirming import ConfirmedForm
from casework.web.forms import Form, TextField
from casework.web.gate import database

ROLES = [SelectChoice(role.value, role.label) for role in PERSONAL_ROLES]


def _unit_choices() -> list[SelectChoice]:
    found = account_page.units(database(), today())
    return [SelectChoice("", "(không thuộc đơn vị nào)"), *(SelectChoice(str(key), name) for key, name in found)]


class RoleForm(ConfirmedForm):
    """Vai trò và đơn vị."""

    role = SelectField("Vai trò", choices=ROLES)
    unit = SelectField("Đơn vị", description="Bắt buộc với cán bộ xử lý và thủ trưởng của đơn vị.")

    def __init__(self, *arguments: object, **more: object) -> None:
        """As every form, with the units of today."""
        super().__init__(*arguments, **more)
        self.unit.choices = _unit_choices()

    @property
    def place(self) -> tuple[Role, int | None]:
        """The role and the unit that were chosen."""
        return Role.of(self.role.data), int(self.unit.data) if self.unit.data else None


class NewAccountForm(RoleForm):
    """Thêm tài khoản."""

    username = TextField(
        "Tên đăng nhập", [InputRequired(), Length(max=60)], description="Chữ không dấu, chữ số, dấu chấm, gạch ngang."
    )
    full_name = TextField("Họ và tên", [InputRequired(), Length(max=200)])
    email = TextField("Thư điện tử công vụ", [Length(max=200)], description="Không bắt buộc; để nhận thông báo.")


class DetailsForm(Form):
    """Họ tên, thư điện tử."""

    full_name = TextField("Họ và tên", [InputRequired(), Length(max=200)])
    email = TextField("Thư điện tử công vụ", [Length(max=200)])


class TwoStepRolesForm(ConfirmedForm):
    """Vai trò bắt buộc xác thực hai bước."""

    roles = SelectMultipleField(
        "Vai trò", choices=ROLES, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
