"""Who has a topic open: shown to the others in the room where the network has chosen so, kept nowhere, gone when they go."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from networks.directory import services as directory
from portal.tenancy.context import acting_as
from tests.portal.live.house import Ear, Frame, House
from tests.portal.live.rooms import FJORDBY, fjordby, new_member, new_topic, person, say, take_out
from tests.portal.live.test_typing import everything


def shows(*, presence: bool) -> None:
    by = person("coordinator")
    with acting_as(by.pk):
        network = fjordby()
        told = {"name": network.name, "note": network.note, "preset": network.preset}
        directory.change_network(network=network, **told, shows_presence=presence, by=by)


@pytest.fixture
def shown() -> Iterator[None]:
    shows(presence=True)
    yield
    shows(presence=False)


def told(ear: Ear, *people: int) -> Frame:
    """Until she is told that these are there, and nobody else."""
    return ear.until(lambda frame: frame.get("here") == sorted(people))


@contextmanager
def two(house: House) -> Iterator[tuple[Ear, Ear, int, int]]:
    """The coordinator listens, then a member comes to the same topic."""
    user, by = new_member(), person("coordinator")
    topic = new_topic(user)
    with house.ear(by, topic.pk) as first:
        told(first, by.pk)
        with house.ear(user, topic.pk) as second:
            yield first, second, by.pk, user.pk


@pytest.mark.usefixtures("shown")
class TestWhereTheNetworkHasChosenIt:
    def test_each_sees_that_the_other_is_there(self, house: House) -> None:
        with two(house) as (first, second, one, other):
            assert told(first, one, other)
            assert told(second, one, other)

    def test_who_goes_is_no_longer_there(self, house: House) -> None:
        by, user = person("coordinator"), new_member()
        topic = new_topic(user)
        with house.ear(by, topic.pk) as first:
            with house.ear(user, topic.pk):
                told(first, by.pk, user.pk)

            assert told(first, by.pk)

    def test_who_opens_a_second_window_sees_in_it_who_is_there(self, house: House) -> None:
        with two(house) as (first, second, one, other):
            told(first, one, other)
            with house.ear("coordinator", second.heard[0]["topic"]) as window:
                assert told(window, one, other)

    def test_who_closes_one_of_two_windows_stays(self, house: House) -> None:
        user, by = new_member(), person("coordinator")
        topic = new_topic(user)
        with house.ear(by, topic.pk) as first, house.ear(user, topic.pk):
            told(first, by.pk, user.pk)
            with house.ear(user, topic.pk):
                pass
            house.beat()
            say(topic, f"Siden {FJORDBY}")
            first.hears("Siden")

            assert [frame["here"] for frame in first.heard if "here" in frame][-1] == sorted([by.pk, user.pk])

    def test_who_is_taken_out_is_gone_for_the_others(self, house: House) -> None:
        user, by = new_member(), person("coordinator")
        topic = new_topic(user)
        with house.ear(by, topic.pk) as first, house.ear(user, topic.pk):
            told(first, by.pk, user.pk)
            take_out(user, topic)

            assert told(first, by.pk)

    def test_nothing_of_it_is_kept(self, house: House) -> None:
        user, by = new_member(), person("coordinator")
        topic = new_topic(user)
        house.cookie(user)
        with house.ear(by, topic.pk) as first:
            told(first, by.pk)
            before = everything(house)
            with house.ear(user, topic.pk):
                told(first, by.pk, user.pk)

                assert everything(house) == before

    def test_it_ends_where_the_network_changes_its_mind(self, house: House) -> None:
        with two(house) as (first, _second, one, other):
            told(first, one, other)
            shows(presence=False)
            house.beat()

            assert told(first)


def test_where_the_network_has_not_chosen_it_nobody_is_shown(house: House) -> None:
    user, by = new_member(), person("coordinator")
    topic = new_topic(user)
    with house.ear(by, topic.pk) as first, house.ear(user, topic.pk):
        house.beat()
        say(topic, f"Siden {FJORDBY}")
        first.hears("Siden")

        assert [frame for frame in first.heard if "here" in frame] == []
