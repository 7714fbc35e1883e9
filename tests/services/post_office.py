"""A little SMTP server: takes letters on a port of its own and keeps them; told to, it refuses or hangs up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class PostOffice:
    """What arrived. `refuse`: addresses that are not taken; `broken`: hangs up on everybody."""

    port: int = 0
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    broken: bool = False

    def text(self) -> str:
        """Everything that arrived, as people read it."""
        return "\n".join(f"{to} {letter['Subject']} {letter.get_content()}" for to, letter in self.letters)

    def _talk(self, talk: socket.socket) -> None:
        with talk, talk.makefile("rb") as lines:
            if self.broken:
                return
            talk.sendall(b"220 here\r\n")
            to = ""
            for line in lines:
                word = line.strip().upper()
                if word.startswith(b"RCPT"):
                    to = line.decode().split("<")[1].split(">")[0]
                    talk.sendall(b"550 no\r\n" if to in self.refuse else b"250 ok\r\n")
                elif word == b"DATA":
                    talk.sendall(b"354 go\r\n")
                    body = b""
                    for part in lines:
                        if part == b".\r\n":
                            break
                        body += part[1:] if part.startswith(b"..") else part
                    letter = message_from_bytes(body, policy=policy.default)
                    assert isinstance(letter, EmailMessage)
                    self.letters.append((to, letter))
                    talk.sendall(b"250 taken\r\n")
                elif word == b"QUIT":
                    talk.sendall(b"221 bye\r\n")
                    return
                else:
                    talk.sendall(b"250 ok\r\n")


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A post office for the length of the block."""
    office = PostOffice()
    with socket.create_server(("127.0.0.1", 0)) as door:
        office.port = door.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    talk, _where = door.accept()
                except OSError:
                    return
                office._talk(talk)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield office
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join(5)
