"""Where `up` cannot run it says one sentence: what is wrong and what to do."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.config import address, front, keys, provision
from tests.portal.start import free_port, operators_server, refused

pytestmark = pytest.mark.slow


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = refused(tmp_path / "file" / "data")

    assert said == (
        f"The data folder {tmp_path}/file/data cannot be written (Not a directory). Choose another with --data DIR."
    )


def test_a_folder_in_which_nobody_may_write() -> None:
    assert "cannot be written" in refused(Path("/proc/utveier"))


def test_a_database_of_another_major_version(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (tmp_path / "postgres").chmod(0o700)
    (data / "PG_VERSION").write_text("99\n")
    (tmp_path / "secrets.json").write_text(json.dumps({keys.KEY: "x"}))

    said = refused(tmp_path)

    assert said.startswith("The data folder was made by PostgreSQL 99, which is not on this machine.")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"secret_key": ""}', '{"secret_key": 3}'])
def test_damaged_keys(tmp_path: Path, text: str) -> None:
    (tmp_path / "secrets.json").write_text(text)

    said = refused(tmp_path)

    assert said.startswith(f"The keys in {tmp_path}/secrets.json")
    assert said.endswith("Put the file back from the backup.")


def test_a_missing_key_over_existing_data_is_not_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "data").mkdir(parents=True)

    said = refused(tmp_path)

    assert said.startswith(f"The key that seals the data in {tmp_path} is missing.")
    assert not (tmp_path / "secrets.json").exists()


def test_missing_passwords_are_made_and_the_key_is_kept(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text(json.dumps({keys.KEY: "kept"}))

    known = keys.make(tmp_path, has_data=True)

    assert known[keys.KEY] == "kept"
    assert set(known) == {keys.KEY, keys.PUSH, *keys.PASSWORDS}


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    port = free_port()

    said = refused(tmp_path, DATABASE_URL=f"postgresql://admin:hemmelig@127.0.0.1:{port}/portal")

    assert said.startswith(f"The database server of DATABASE_URL (admin at 127.0.0.1:{port}) cannot be reached:")
    assert "hemmelig" not in said


@pytest.mark.parametrize("url", ["mysql://here/portal", "postgresql://host:port/portal", "hello"])
def test_an_address_that_cannot_be_read(tmp_path: Path, url: str) -> None:
    assert refused(tmp_path, DATABASE_URL=url).startswith("DATABASE_URL cannot be read (")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Nothing of ours is ever made on it: each test is refused."""
    with operators_server(tmp_path_factory.mktemp("server")) as url:
        yield url


def test_a_wrong_password(server: str, tmp_path: Path) -> None:
    said = refused(tmp_path / "data", DATABASE_URL=server.replace("operator", "wrong"))

    assert "cannot be reached" in said
    assert "password authentication failed" in said


def test_an_administrator_without_rights(server: str, tmp_path: Path) -> None:
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")

    said = refused(tmp_path / "data", DATABASE_URL=server.replace("postgres:operator", "guest:guest"))

    assert said.startswith("guest at 127.0.0.1:")
    assert said.endswith("Give DATABASE_URL an administrator.")


def test_a_server_older_than_needed(server: str) -> None:
    with pytest.raises(provision.ProvisionError, match=r"is PostgreSQL \d+; Utveier needs 99 or newer"):
        provision.provision_at(server, {}, oldest=99)


def test_the_administrator_is_left_out_of_what_processes_are_told() -> None:
    told = address.without_person("postgresql://admin:hemmelig@db:6000/portal?sslmode=require")

    assert address.parts(told) == {"host": "db", "port": "6000", "dbname": "portal", "sslmode": "require"}


def test_npm_without_network_is_named_without_its_address() -> None:
    said = "npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error network request to somewhere failed\n"

    assert front.reason(said) == "ENOTFOUND"
