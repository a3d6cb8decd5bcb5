"""What docker-compose.yml and the Dockerfile promise, as far as it can be read without an engine."""

import re

import pytest
from django.urls import resolve

from portal.bootstrap import ROOT
from tests.portal import compose

OURS = ("web", "live", "worker", "migrate")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("service", OURS)
def test_our_services_can_write_nowhere_and_gain_nothing(service: str) -> None:
    described = compose.services()[service]

    assert described["read_only"] is True
    assert described["cap_drop"] == ["ALL"]
    assert described["security_opt"] == ["no-new-privileges:true"]


def test_only_migrate_has_the_administrators_address() -> None:
    told = {service: str(compose.services()[service].get("environment", {})) for service in compose.services()}

    assert [service for service, text in told.items() if "POSTGRES_PASSWORD" in text] == ["migrate", "database"]
    assert [service for service, text in told.items() if "PORTAL_OWNER_PASSWORD" in text] == ["migrate"]


def test_each_plane_holds_the_password_of_its_own_role_only() -> None:
    held = {
        service: re.findall(r"'PORTAL_(\w+)_PASSWORD'", str(compose.services()[service]["environment"]))
        for service in ("web", "live", "worker")
    }

    assert held == {"web": ["SMTP", "APP"], "live": ["LIVE"], "worker": ["SMTP", "APP"]}


def test_a_secret_has_no_default() -> None:
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET)\w*)(:[?-])", compose.FILE.read_text())

    assert {kind for name, kind in secrets if name != "PORTAL_SMTP_PASSWORD"} == {":?"}


def test_the_database_is_not_reachable_from_outside() -> None:
    services = compose.services()

    assert compose.load()["networks"]["data"] == {"internal": True}
    assert services["database"]["networks"] == services["redis"]["networks"] == ["data"]
    assert [name for name, described in services.items() if "ports" in described] == ["caddy"]


def test_every_service_that_stays_has_a_health_check_or_is_the_proxy() -> None:
    without = [name for name, described in compose.services().items() if "healthcheck" not in described]

    assert without == ["caddy", "migrate"]


def test_health_checks_ask_an_address_that_exists() -> None:
    asked = set(re.findall(r"http://127\.0\.0\.1:8000(/\w+)", compose.FILE.read_text()))

    assert asked == {"/readyz"}
    assert resolve("/readyz").func.__name__ == "readyz"


@pytest.mark.parametrize("service", OURS)
def test_every_name_a_service_depends_on_exists(service: str) -> None:
    described, everything = compose.services()[service], compose.load()

    assert set(described["depends_on"]) <= set(everything["services"])
    assert set(described["networks"]) <= set(everything["networks"])
    assert {volume.split(":")[0] for volume in described.get("volumes", [])} <= set(everything["volumes"])


def test_the_proxy_sends_only_live_addresses_to_the_live_plane() -> None:
    rules = compose.load()["configs"]["caddyfile"]["content"]

    assert re.search(r"handle /live/\* \{\s+reverse_proxy live:8000", rules)
    assert re.search(r"handle \{\s+reverse_proxy web:8000", rules)
    assert rules.count("{") == rules.count("}")


def test_the_image_runs_as_an_ordinary_user_from_locked_packages() -> None:
    assert re.findall(r"^USER (\w+)", DOCKERFILE, re.MULTILINE) == ["portal"]
    assert "--require-hashes -r /tmp/run.txt" in DOCKERFILE
    assert "npm ci --ignore-scripts" in DOCKERFILE


def test_the_image_copies_only_what_exists() -> None:
    copied = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]

    assert not [name for names in copied for name in names if not (ROOT / name).exists()]
