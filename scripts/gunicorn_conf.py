"""How `scripts/run` serves: two workers on 127.0.0.1, the address and the sample sign-ins told once it is up.

The access log stays off: addresses may carry words that were searched for.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_port = os.environ.get("CASEWORK_PORT") or "8000"

bind = f"127.0.0.1:{_port}"
workers = 2
worker_class = "gthread"
threads = 4
timeout = 120
graceful_timeout = 20
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:  # noqa: ARG001 - gunicorn passes its arbiter
    """Print the address and, for the database that `scripts/run` made itself, the sample sign-ins."""
    print(f"\nCasework đang chạy tại http://127.0.0.1:{_port}/ (dừng bằng Ctrl+C)", flush=True)
    sign_ins = os.environ.get("CASEWORK_SAMPLE_SIGN_INS")
    if sign_ins:
        print("\nTài khoản mẫu, chỉ có trong cơ sở dữ liệu mẫu trên máy này:", flush=True)
        print(Path(sign_ins).read_text(encoding="utf-8"), flush=True)
