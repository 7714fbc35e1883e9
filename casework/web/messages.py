"""What WTForms and Flask-WTF say, in Vietnamese: they ship no Vietnamese of their own."""

from __future__ import annotations

MESSAGES = {
    "CSRF failed.": "Biểu mẫu không hợp lệ. Xin tải lại trang rồi gửi lại.",
    "CSRF token expired.": "Biểu mẫu đã hết hạn. Xin tải lại trang rồi gửi lại.",
    "CSRF token missing.": "Biểu mẫu thiếu mã bảo vệ. Xin tải lại trang rồi gửi lại.",
    "Invalid CSRF Token.": "Mã bảo vệ của biểu mẫu không đúng. Xin tải lại trang rồi gửi lại.",
    "Choices cannot be None.": "Chưa có danh sách để chọn.",
    "Date must be at least %(min)s.": "Ngày không được trước %(min)s.",
    "Date must be at most %(max)s.": "Ngày không được sau %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Ngày phải trong khoảng từ %(min)s đến %(max)s.",
    "Field must be equal to %(other_name)s.": "Phải giống ô “%(other_name)s”.",
    "Field cannot be longer than %(max)d character.": "Nhiều nhất %(max)d ký tự.",
    "Field must be at least %(min)d character long.": "Ít nhất %(min)d ký tự.",
    "Field must be between %(min)d and %(max)d characters long.": "Phải từ %(min)d đến %(max)d ký tự.",
    "Field must be exactly %(max)d character long.": "Phải đúng %(max)d ký tự.",
    "File does not have an approved extension.": "Loại tệp này không được nhận.",
    "Invalid Choice: could not coerce.": "Giá trị chọn không hợp lệ.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Có giá trị chọn không hợp lệ.",
    "'%(value)s' is not a valid choice for this field.": "“%(value)s” không có trong danh sách.",
    "Not a valid choice.": "Giá trị không có trong danh sách.",
    "Invalid IP address.": "Địa chỉ IP không hợp lệ.",
    "Invalid Mac address.": "Địa chỉ MAC không hợp lệ.",
    "Invalid URL.": "Địa chỉ trang không hợp lệ.",
    "Invalid UUID.": "Mã UUID không hợp lệ.",
    "Invalid email address.": "Địa chỉ thư điện tử không hợp lệ.",
    "Invalid field name '%s'.": "Không có ô “%s”.",
    "Invalid input.": "Giá trị không hợp lệ.",
    "Invalid value, can't be any of: %(values)s.": "Giá trị không được là: %(values)s.",
    "Invalid value, must be one of: %(values)s.": "Giá trị phải là một trong: %(values)s.",
    "Not a valid date value.": "Không phải là ngày; ghi ngày/tháng/năm, ví dụ 15/6/2024.",
    "Not a valid datetime value.": "Không phải là ngày giờ.",
    "Not a valid decimal value.": "Không phải là số thập phân.",
    "Not a valid float value.": "Không phải là số.",
    "Not a valid integer value.": "Không phải là số nguyên.",
    "Not a valid time value.": "Không phải là giờ.",
    "Not a valid week value.": "Không phải là tuần.",
    "Number must be at least %(min)s.": "Ít nhất là %(min)s.",
    "Number must be at most %(max)s.": "Nhiều nhất là %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Phải trong khoảng từ %(min)s đến %(max)s.",
    "This field cannot be edited.": "Ô này không sửa được.",
    "This field is disabled and cannot have a value.": "Ô này đang tắt nên không nhận giá trị.",
    "This field is required.": "Không được để trống.",
}
"""The library's message (its singular where it has two) → ours."""

PLURALS = {
    "Field cannot be longer than %(max)d characters.": "Field cannot be longer than %(max)d character.",
    "Field must be at least %(min)d characters long.": "Field must be at least %(min)d character long.",
    "Field must be exactly %(max)d characters long.": "Field must be exactly %(max)d character long.",
    "'%(value)s' are not valid choices for this field.": "'%(value)s' is not a valid choice for this field.",
}
"""The library's plurals → the singular that `MESSAGES` knows: Vietnamese has one form."""


class Vietnamese:
    """Translations in the shape that WTForms asks for; an unknown message stays as it is."""

    def gettext(self, message: str) -> str:
        """Our wording of `message`."""
        return MESSAGES.get(message, message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:  # noqa: ARG002 - the shape that WTForms asks for
        """Our wording of `singular`; Vietnamese does not tell one from many."""
        return MESSAGES.get(singular, singular)
