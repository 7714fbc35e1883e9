"""casework vault and casework db scrub, as an office runs them; the vault on a machine that has no network for real."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.standing_apart import Site, can_stand_alone
from tests.machine import ROOT


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Site:
    """A deployment that says it stands alone, in a process without a network."""
    can_stand_alone()
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder, sqlite_url, alone=True)


def test_a_vault_is_made_checked_and_given_a_new_key(site: Site) -> None:
    """Made once, by a decision with a number; sound; a new key; the old one dropped only when that is meant."""
    assert site.casework("vault", "check").returncode == 1
    refused = site.casework("vault", "init", "--decision", "không số")
    assert (refused.returncode, "số của quyết định" in refused.stderr) == (1, True)
    made = site.casework("vault", "init", "--decision", "05/QĐ-UBND")
    assert made.returncode == 0, made.stderr
    assert site.casework("vault", "init", "--decision", "06/QĐ-UBND").returncode == 1
    checked = site.casework("vault", "check")
    assert (checked.returncode, "khớp" in checked.stderr) == (0, True)
    old = checked.stdout.split()[1].rstrip(":")
    rotated = site.casework("vault", "rotate")
    assert rotated.returncode == 0, rotated.stderr
    new = site.casework("vault", "check").stdout.split()[1].rstrip(":")
    assert new != old
    assert site.casework("vault", "drop-key", old).returncode == 1
    assert site.casework("vault", "drop-key", new, "--yes").returncode == 1
    assert site.casework("vault", "drop-key", old, "--yes").returncode == 0
    assert old not in (site.folder / "vault.key").read_text("ascii")


def test_a_machine_with_a_network_has_no_vault(site: Site) -> None:
    """The same settings where the process has the machine's own network, or none of the proofs of having none."""
    connected = Site(site.folder, site.url, alone=False)
    told = {**connected.environment, **{n: v for n, v in site.environment.items() if n.startswith("CASEWORK_VAULT")}}
    command = [sys.executable, "-m", "casework.cli.main", "vault", "init", "--decision", "05/QĐ-UBND"]
    run = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "CASEWORK_ISOLATED_LAN" in run.stderr
    assert not (site.folder / "vault.key").exists()


def test_the_files_are_cleared_by_command(sqlite_url: str, tmp_path: Path) -> None:
    """Nothing to clear is fine; the words say what backups still hold."""
    folder = tmp_path / "plain"
    folder.mkdir()
    run = Site(folder, sqlite_url, alone=False).casework("db", "scrub")
    assert run.returncode == 0, run.stderr
    assert "Bản sao lưu" in run.stderr
