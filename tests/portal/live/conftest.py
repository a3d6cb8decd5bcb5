"""One live process for all that is asked of it while everything works; the files that break something have their own."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from tests.conftest import point_at
from tests.portal.live.house import House, running
from tests.portal.live.rooms import PERSON, TOPIC


@pytest.fixture(scope="package")
def house_of_all(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with running(f"live_{worker}", tmp_path_factory.mktemp("live") / "log") as house:
        yield house


@pytest.fixture
def house(house_of_all: House) -> House:
    """The live process this test speaks with."""
    return house_of_all


@pytest.fixture(autouse=True)
def here(house: House, django_db_blocker: Any, settings: Any) -> Iterator[None]:
    """The test writes where the house reads, and as much as it likes."""
    settings.TALK_LIMITS = {"person": PERSON, "topic": TOPIC}
    before = connection.settings_dict["NAME"]
    point_at(house.database)
    with django_db_blocker.unblock():
        yield
        connection.close()
    connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = before


@pytest.fixture(autouse=True)
def no_traceback(house: House) -> Iterator[None]:
    """Whatever a test does, the process has nothing to complain of."""
    before = house.complaints()
    yield
    assert house.complaints() == before, house.said()[-3000:]
