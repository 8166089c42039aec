import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.keys.keyring import KeyFileMissingError, Keyring, KeyringError, MasterKey
from tests.conftest import ROOT

MAKE_WHEN_TOLD = """
import sys
from pathlib import Path
from bot.storage.keys.keyring import Keyring
keyring = Keyring(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
keyring.create()
print(*keyring.ids, flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "komshi.key"


@pytest.fixture
def keyring(file: Path) -> Keyring:
    made = Keyring(file)
    made.create()
    return made


def test_a_new_key_file_is_for_its_owner_alone(keyring: Keyring, file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(keyring.ids) == 1
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_creating_a_key_file_never_replaces_one(keyring: Keyring, file: Path) -> None:
    second = Keyring(file)
    second.create()
    assert second.ids == keyring.ids


def test_processes_that_start_together_share_one_key_file(file: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE_WHEN_TOLD, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ids = {process.communicate()[0] for process in processes}
    keyring = Keyring(file)
    keyring.load()
    assert ids == {f"{keyring.ids[0]}\n"}


def test_a_missing_key_file_is_told_apart(file: Path) -> None:
    with pytest.raises(KeyFileMissingError, match=r"komshi\.key is missing"):
        Keyring(file).load()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_file_that_others_can_open_is_refused(
    keyring: Keyring, file: Path, mode: int
) -> None:
    file.chmod(mode)
    with pytest.raises(KeyringError, match="open to others: chmod 600"):
        keyring.load()


@pytest.mark.parametrize(
    "content",
    [b"", b"# only words\n", b"not base64!\n", b"c2hvcnQ=\n", b"\xff\xfe\n", b"A" * 43 + b"\n"],
)
def test_a_file_without_keys_is_refused(keyring: Keyring, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(KeyringError, match="is no key file of Komshi"):
        keyring.load()


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(KeyringError, match="cannot be"):
        Keyring(tmp_path / "taken" / "komshi.key").create()


def test_a_wrapped_key_opens_with_its_master_and_for_its_purpose_only() -> None:
    master, other = MasterKey(bytes(32)), MasterKey(b"1" * 32)
    wrapped = master.wrap(b"k" * 32, "person 1")
    assert master.unwrap(wrapped, "person 1") == b"k" * 32
    for key, purpose, value in (
        (other, "person 1", wrapped),
        (master, "person 2", wrapped),
        (master, "person 1", wrapped[:-1] + bytes([wrapped[-1] ^ 1])),
        (master, "person 1", b""),
    ):
        with pytest.raises(KeyringError, match="does not open"):
            key.unwrap(value, purpose)


def test_a_new_key_comes_first_and_old_ones_stay_until_dropped(
    keyring: Keyring, file: Path
) -> None:
    old = keyring.newest
    with keyring.rotating():
        keyring.add()
        assert keyring.ids[1:] == (old.id,)
        assert keyring.newest.id != old.id
        again = Keyring(file)
        again.load()
        assert again.ids == keyring.ids
        keyring.drop_old()
    again.load()
    assert again.ids == (keyring.newest.id,)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_key_that_another_process_added_is_found(keyring: Keyring, file: Path) -> None:
    other = Keyring(file)
    other.load()
    with keyring.rotating():
        keyring.add()
    assert other.master(keyring.newest.id) == keyring.newest
    with pytest.raises(KeyringError, match="does not hold the master key"):
        other.master("unknown")


def test_a_link_to_the_key_file_stays_a_link(keyring: Keyring, file: Path) -> None:
    link = file.with_name("link.key")
    link.symlink_to(file)
    linked = Keyring(link)
    with linked.rotating():
        linked.add()
    keyring.load()
    assert link.is_symlink()
    assert keyring.ids == linked.ids


def test_two_rotations_do_not_run_at_once(keyring: Keyring, file: Path) -> None:
    second = Keyring(file)
    with (
        keyring.rotating(),
        pytest.raises(KeyringError, match="another key rotation is running"),
        second.rotating(),
    ):
        pytest.fail("both rotate")
    with second.rotating():
        second.add()


def test_keys_do_not_show_when_they_are_printed(keyring: Keyring) -> None:
    shown = f"{keyring!r} {keyring.newest!r} {keyring.newest}"
    assert shown == "Keyring(1 keys) MasterKey() MasterKey()"


def test_a_process_without_a_key_file_says_so() -> None:
    with pytest.raises(KeyringError, match="was given no key file"):
        Keyring().load()
