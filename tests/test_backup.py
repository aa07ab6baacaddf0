"""A backup of an installation in use, and back on a bare machine: as the operator does it, with everything that goes wrong at night."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from muster.kernel.cluster import OWNER, SUPERUSER
from muster.kernel.sealed_stream import FRAME, HEADER_BYTES
from muster.kernel.supervisor import Cluster
from muster.kernel.tests.clusters import execute

SECONDS = 300
WORD = "several words of the tests"
UNITS = """组织代码,组织名称,组织类别,层级,上级组织代码
top,演示城委员会,党委,市,
riverside,演示江边支部,党支部,村(社区),top
"""


@pytest.fixture(scope="module")
def scene() -> Iterator[SimpleNamespace]:
    """An installation with a few units, an uploaded file, and a backup that was made while it was in use."""
    root = Path(tempfile.mkdtemp(prefix="muster-backup-"))
    root.chmod(0o711)  # the server's user must be able to walk in
    (root / "word").write_text(WORD)
    (root / "units.csv").write_text(UNITS)
    made = SimpleNamespace(root=root, home=root / "here", file=root / "whole.backup")
    told = run(made.home, "import", "units", root / "units.csv")
    assert "2 rows read" in told.stdout, told.stdout + told.stderr
    (made.home / "uploads/of a job").mkdir(parents=True)
    (made.home / "uploads/of a job/sheet.xlsx").write_bytes(os.urandom(2 * FRAME))
    with Cluster(made.home).running(keep=True):  # in use, for all that follows
        told = run(made.home, "backup", made.file, *word(made))
    assert told.returncode == 0, told.stderr
    yield made
    for home in root.iterdir():
        if home.is_dir():
            Cluster(home).stop()
    shutil.rmtree(root)


def word(scene: SimpleNamespace) -> list[object]:
    return ["--passphrase-file", scene.root / "word"]


def run(home: Path, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(words),
        env=environment(home, more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def command(words: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-m", "muster.cli", *map(str, words)]


def environment(home: Path, more: dict[str, str]) -> dict[str, str]:
    ours = {key: value for key, value in os.environ.items() if not key.startswith("MUSTER_")}
    ours.pop("DATABASE_URL", None)
    return {**ours, "MUSTER_HOME": str(home), "LANG": "en_US.UTF-8", **more}


def units_in(home: Path) -> list[tuple]:
    with Cluster(home).running() as cluster:
        return execute(cluster, "SELECT code, name FROM units_unit ORDER BY code")


HELD = [("riverside", "演示江边支部"), ("top", "演示城委员会")]


def test_a_bare_machine_has_it_all_back_by_one_command(scene):
    there = scene.root / "there"
    told = run(there, "restore", scene.file, *word(scene))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 figures drifted, 0 journal blocks altered" in told.stdout
    assert units_in(there) == HELD
    for name in ("keys.json", "uploads/of a job/sheet.xlsx"):
        assert (there / name).read_bytes() == (scene.home / name).read_bytes()
    assert ((there / "keys.json").stat().st_mode & 0o077) == 0
    with Cluster(there).running() as cluster:
        rights = execute(cluster, "SELECT has_table_privilege('muster_app', 'kernel_entry', 'UPDATE')", OWNER)
        names = execute(cluster, "SELECT datname FROM pg_database WHERE datname LIKE 'muster_%'", SUPERUSER)
    assert (rights, names) == ([(False,)], [])  # the journal is append-only there, too; nothing is left over

    again = run(there, "restore", scene.file, *word(scene))
    assert again.returncode == 1
    assert "installation with data here already" in again.stderr
    assert units_in(there) == HELD


def test_nothing_of_it_can_be_read_in_the_file(scene):
    data = scene.file.read_bytes()
    keys = json.loads((scene.home / "keys.json").read_text())
    for secret in (*keys.values(), "演示江边支部", "muster_owner", "PGDMP"):
        assert secret.encode() not in data
    assert scene.file.stat().st_mode & 0o077 == 0
    assert not list(scene.root.glob("*.part"))


def test_a_trial_restore_recounts_it_and_leaves_nothing(scene):
    before = set(Path(tempfile.gettempdir()).glob("muster-verify-*"))
    told = run(scene.home, "verify-backup", scene.file, *word(scene))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "The backup is whole" in told.stdout
    assert set(Path(tempfile.gettempdir()).glob("muster-verify-*")) == before


def test_what_does_not_open_changes_nothing_and_says_why(scene):
    bare = scene.root / "bare"
    data = scene.file.read_bytes()
    (scene.root / "other word").write_text("another passphrase")
    damaged = bytearray(data)
    damaged[HEADER_BYTES + 40] ^= 1
    files = {"flipped": bytes(damaged), "cut": data[:-7], "cut at a frame": data[: -(len(data) % 997)]}
    for name, content in files.items():
        (scene.root / name).write_bytes(content)
    (scene.root / "no backup").write_text(UNITS)
    with Cluster(bare).running():  # the same server for all of them, for speed
        for name, problem in (
            ("flipped", "altered or damaged"),
            ("cut", "not whole"),
            ("cut at a frame", "not whole"),
            ("no backup", "no backup of Muster"),
        ):
            told = run(bare, "restore", scene.root / name, *word(scene))
            assert (told.returncode, problem in told.stderr) == (1, True), (name, told.stderr)
        told = run(bare, "restore", scene.file, "--passphrase-file", scene.root / "other word")
    assert (told.returncode, "does not open the backup" in told.stderr) == (1, True)
    assert not (bare / "uploads").exists()
    assert not (bare / "uploads.restoring").exists()


def test_a_restore_that_is_killed_on_the_way_can_be_begun_again(scene):
    home, pipe = scene.root / "killed", scene.root / "pipe"
    os.mkfifo(pipe)
    words = ("restore", pipe, *word(scene))
    child = subprocess.Popen(
        command(words), env=environment(home, {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with pipe.open("wb", buffering=0) as feeding:
        data = scene.file.read_bytes()
        feeding.write(data[: len(data) * 2 // 3])  # returns once nearly all of it was read
        child.kill()
        child.wait()
        with suppress(BrokenPipeError):
            feeding.write(data[len(data) * 2 // 3 :])
    told = run(home, "restore", scene.file, *word(scene))
    assert told.returncode == 0, told.stdout + told.stderr
    assert units_in(home) == HELD


def test_a_server_of_ones_own_is_filled_only_from_a_file_that_is_whole(scene):
    data = scene.file.read_bytes()
    (scene.root / "cut late").write_bytes(
        data[: -len(data) // 20]
    )  # within the uploads: the database before is whole
    with Cluster(scene.home).running() as cluster:
        cluster.create_database("own")
        more = {**cluster.environment("own")}
        own_home = scene.root / "own home"
        cut = run(own_home, "restore", scene.root / "cut late", *word(scene), **more)
        tables = execute(cluster, "SELECT to_regclass('units_unit')", database="own")
        assert (cut.returncode, "not whole" in cut.stderr, tables) == (1, True, [(None,)])
        told = run(own_home, "restore", scene.file, *word(scene), **more)
        assert told.returncode == 0, told.stdout + told.stderr
        assert execute(cluster, "SELECT code, name FROM units_unit ORDER BY code", database="own") == HELD
        again = run(own_home, "restore", scene.file, *word(scene), **more)
        assert (again.returncode, "data here already" in again.stderr) == (1, True)


def test_a_backup_is_never_written_over_and_a_short_passphrase_is_refused(scene):
    size = scene.file.stat().st_size
    told = run(scene.home, "backup", scene.file, *word(scene))
    assert (told.returncode, "a file of this name already" in told.stderr) == (1, True)
    assert scene.file.stat().st_size == size
    (scene.root / "short word").write_text("short")
    new = scene.root / "new.backup"
    told = run(scene.home, "backup", new, "--passphrase-file", scene.root / "short word")
    assert (told.returncode, "too short" in told.stderr, new.exists()) == (1, True, False)
