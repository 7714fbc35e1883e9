"""The WSGI entry: `gunicorn wsgi:app`. Settings come from the environment (docs/settings.md)."""

import os

from casework.settings import Settings
from casework.web.app import create_app

app = create_app(Settings.from_environment(os.environ))
