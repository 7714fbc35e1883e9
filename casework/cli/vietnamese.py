"""Click's own words in Vietnamese: its help pages and its messages of wrong use.

Click asks `gettext` for each of its texts by a name in its modules; that name is bound to this table instead, so that
no catalogue file and no setting of the machine's language is needed. What the table lacks stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType

import click

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "Usage:": "Cách dùng:",
        "Options": "Tùy chọn",
        "Positional arguments": "Tham số",
        "Commands": "Lệnh",
        "Aborted!": "Đã dừng.",
        "Error: {message}": "Lỗi: {message}",
        "Show this message and exit.": "Hiện hướng dẫn này.",
        "Try '{command} {option}' for help.": "Xem hướng dẫn: {command} {option}",
        "Missing command.": "Thiếu lệnh con.",
        "Missing argument": "Thiếu tham số",
        "Missing option": "Thiếu tùy chọn",
        "Missing parameter": "Thiếu tham số",
        "Missing parameter: {param_name}": "Thiếu tham số: {param_name}",
        "Missing {param_type}": "Thiếu {param_type}",
        "No such option {name!r}.": "Không có tùy chọn {name!r}.",
        "No such command {name!r}.": "Không có lệnh {name!r}.",
        "Did you mean {possibility}?": "Có phải {possibility}?",
        "(Did you mean one of: {possibilities}?)": "(Có phải một trong: {possibilities}?)",
        "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
        "Invalid value for {param_hint}: {message}": "Giá trị không hợp lệ cho {param_hint}: {message}",
        "Got unexpected extra argument ({args})": "Thừa tham số ({args}).",
        "Got unexpected extra arguments ({args})": "Thừa tham số ({args}).",
        "Option {name!r} does not take a value.": "Tùy chọn {name!r} không nhận giá trị.",
        "Option {name!r} requires an argument.": "Tùy chọn {name!r} cần một giá trị.",
        "Option {name!r} requires {nargs} arguments.": "Tùy chọn {name!r} cần {nargs} giá trị.",
        "Argument {name!r} takes {nargs} values.": "Tham số {name!r} cần {nargs} giá trị.",
        "Takes {nargs} values but 1 was given.": "Cần {nargs} giá trị nhưng chỉ có 1.",
        "Takes {nargs} values but {len} were given.": "Cần {nargs} giá trị nhưng có {len}.",
        "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
        "{value!r} is not {choice}.": "{value!r} không phải là {choice}.",
        "{value!r} is not one of {choices}.": "{value!r} không thuộc: {choices}.",
        "{value} is not in the range {range}.": "{value} ngoài khoảng {range}.",
        "{value!r} is not a valid {number_type}.": "{value!r} không phải là số hợp lệ ({number_type}).",
        "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} không phải có/không: {states}",
        "file": "tệp",
        "directory": "thư mục",
        "path": "đường dẫn",
        "{name} {filename!r} does not exist.": "{name} {filename!r} không tồn tại.",
        "{name} {filename!r} is a file.": "{name} {filename!r} là một tệp.",
        "{name} {filename!r} is a directory.": "{name} {filename!r} là một thư mục.",
        "{name} {filename!r} is not readable.": "{name} {filename!r} không đọc được.",
        "{name} {filename!r} is not writable.": "{name} {filename!r} không ghi được.",
        "Could not open file {filename!r}: {message}": "Không mở được tệp {filename!r}: {message}",
        "unknown error": "lỗi không rõ",
        "default: {default}": "mặc định: {default}",
        "env var: {var}": "biến môi trường: {var}",
        "required": "bắt buộc",
        "Repeat for confirmation": "Nhập lại để xác nhận",
        "Error: The two entered values do not match.": "Lỗi: hai lần nhập không giống nhau.",
        "Error: invalid input": "Lỗi: giá trị không hợp lệ",
        "Do you want to continue?": "Tiếp tục?",
    }
)


def translate(text: str) -> str:
    """The Vietnamese text for one of Click's, or the text itself."""
    return TEXTS.get(text, text)


def translate_number(one: str, many: str, count: int) -> str:
    """As `translate`; Vietnamese has one form for all numbers, but the texts' placeholders differ."""
    return translate(one if count == 1 else many)


def speak_vietnamese() -> None:
    """Makes Click speak Vietnamese for the rest of this process."""
    for name, module in list(sys.modules.items()):
        if name == "click" or name.startswith("click."):
            for word, spoken in (("_", translate), ("ngettext", translate_number)):
                if hasattr(module, word):
                    setattr(module, word, spoken)


def name_parts(command: click.Command) -> None:
    """Names the parts of the usage lines of a command and all below it in Vietnamese."""
    command.options_metavar = "[TÙY CHỌN]"
    for parameter in command.params:
        parameter.type.name = translate(parameter.type.name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "LỆNH [THAM SỐ]..."
        for below in command.commands.values():
            name_parts(below)
