"""The application: made from settings, closed by default, its blueprints a subject each."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from casework.services.attachments.opening import open_store
from casework.services.opening import Database, open_database
from casework.services.vault import VaultError, open_vault
from casework.settings import Settings, SettingsError
from casework.web import converters, errors, formatting, gate, headers, shell
from casework.web.clock import Clock, system_clock
from casework.web.uploads_in_memory import InMemoryRequest
from casework.web.views import (
    access_log,
    accounts,
    assignments,
    attachments,
    baskets,
    bulk,
    checks,
    comparing,
    compilations,
    composer,
    contacts,
    dashboards,
    data_interface,
    declared,
    denials,
    desk,
    destruction,
    drafts,
    duplicates,
    figures,
    forms,
    help_pages,
    home,
    import_columns,
    import_runs,
    imports,
    intake,
    issued,
    jobs,
    list_filters,
    notices,
    own_account,
    paper_templates,
    papers,
    petitions,
    promises,
    proofs,
    proposals,
    reader,
    reception_book,
    records,
    reference,
    registers,
    rehearsal,
    reports,
    return_page,
    returns,
    scoreboard,
    signing_in,
    steps,
    targets,
    tokens,
    units,
    vault,
    work,
)

PACKAGE = Path(__file__).resolve().parent.parent
BLUEPRINTS = (
    home,
    reader,
    units,
    reference,
    reception_book,
    desk,
    drafts,
    signing_in,
    own_account,
    tokens,
    accounts,
    scoreboard,
    dashboards,
    figures,
    forms,
    reports,
    issued,
    comparing,
    proofs,
    composer,
    jobs,
    checks,
    rehearsal,
    returns,
    return_page,
    declared,
    targets,
    imports,
    import_columns,
    import_runs,
    help_pages,
    intake,
    work,
    assignments,
    bulk,
    notices,
    records,
    steps,
    proposals,
    list_filters,
    registers,
    petitions,
    promises,
    contacts,
    compilations,
    baskets,
    papers,
    paper_templates,
    attachments,
    denials,
    duplicates,
    access_log,
    destruction,
    vault,
    data_interface,
)
FORM_MAX_BYTES = 1024 * 1024
"""The largest form that is no upload."""


def outside_folder(name: str) -> Path:
    """`templates` or `static`: beside the package in a clone, inside it in an installed wheel."""
    beside = PACKAGE.parent / name
    return beside if (PACKAGE.parent / "pyproject.toml").exists() else PACKAGE / "_data" / name


def _with_vault(database: Database, settings: Settings) -> Database:
    """The database with the vault that the settings name; one that was handed in with its vault stays as it is."""
    if database.vault is None:
        try:
            open_vault(
                database,
                vault_url=settings.vault_url,
                key_file=settings.vault_key_file,
                isolated=settings.isolated_lan,
            )
        except VaultError as error:
            raise SettingsError(str(error)) from None
    return database


def create_app(settings: Settings, clock: Clock = system_clock, database: Database | None = None) -> Flask:
    """The WSGI application for `settings`; SettingsError without a secret key, or with a vault outside isolation.

    `clock` gives the present instant with its zone; `database` is opened from the settings unless it is handed in.
    """
    static = outside_folder("static")
    app = Flask(__name__, template_folder=str(outside_folder("templates")), static_folder=str(static))
    app.request_class = InMemoryRequest
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.config.update(
        SECRET_KEY=settings.require_secret_key(),
        SESSION_COOKIE_NAME="__Host-casework" if settings.cookie_secure else "casework",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=settings.upload_max_bytes + FORM_MAX_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_MAX_BYTES,
        MAX_FORM_PARTS=500,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.extensions["casework_settings"] = settings
    app.extensions["casework_clock"] = clock
    app.extensions["casework_database"] = _with_vault(database or open_database(settings.database_url), settings)
    app.extensions[attachments.STORE] = open_store(settings.files_folder, settings.files_key)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for part in (converters, formatting):
        part.install(app)
    headers.install(app, settings.cookie_secure)
    errors.install(app)
    for view in BLUEPRINTS:
        app.register_blueprint(view.blueprint)
    gate.install(app)
    shell.install(app, static)
    return app
