"""casework notices: what a timer runs, so that people are reminded and letters go out."""

from __future__ import annotations

import click

from casework.cli import door
from casework.services import mailing


@click.group("notices", help="Nhắc việc đến hạn và gửi thư thông báo.")
def notices_group() -> None:
    """The commands of a timer."""


@notices_group.command("send", help="Ghi nhắc việc của hôm nay, rồi gửi thư đang chờ nếu đã đặt máy chủ gửi thư.")
def send() -> None:
    """Safe to run as often as one likes: what was done today is not done again."""
    settings = door.settings()
    try:
        server = mailing.mail_server(settings.smtp_url, settings.smtp_from or "") if settings.smtp_url else None
    except mailing.MailAddressError as error:
        door.refuse(str(error))
    done = mailing.run(door.database(), server, on=door.today(), now=door.now(), office=settings.office)
    if server is None:
        door.say(f"Đã nhắc {done.reminders} việc trong hệ thống. Chưa đặt CASEWORK_SMTP_URL nên không gửi thư.")
        return
    told = f"Đã nhắc {done.reminders} việc, soạn {done.written} thư, gửi {done.sent} thư"
    door.say(f"{told}, {done.failed} thư chưa gửi được.")
    if done.failed:
        door.refuse("Có thư chưa gửi được; lần chạy sau sẽ gửi lại. Hãy kiểm tra CASEWORK_SMTP_URL.")
