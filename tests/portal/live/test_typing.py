"""That somebody is writing: told to the others who listen there, to nobody else, and kept nowhere."""

from tests.portal.live.house import House
from tests.portal.live.rooms import FJORDBY, new_member, new_topic, person, say


def test_the_others_hear_who_writes(house: House) -> None:
    writer, other = person("ase.lund"), new_member()
    topic = new_topic(writer, other)
    with house.ear(writer, topic.pk) as ear, house.ear(other, topic.pk) as hears:
        ear.do("writes", topic.pk)

        told = hears.until(lambda frame: "writes" in frame)
        assert told == {"topic": topic.pk, "writes": writer.pk, "name": "Åse Lund"}


def test_who_writes_does_not_hear_it_in_her_other_window_either(house: House) -> None:
    topic = new_topic()
    with house.ear("coordinator", topic.pk) as ear, house.ear("coordinator", topic.pk) as window:
        ear.do("writes", topic.pk)
        say(topic, f"Skrevet {FJORDBY}")
        window.hears("Skrevet")
        ear.hears("Skrevet")

        assert [frame for frame in (*ear.heard, *window.heard) if "writes" in frame] == []


def test_who_listens_to_another_topic_does_not_hear_it(house: House) -> None:
    """Though she may hear both."""
    user = new_member()
    topic, other = new_topic(user), new_topic(user)
    with house.ear("coordinator", topic.pk) as ear, house.ear(user, other.pk) as elsewhere:
        ear.do("writes", topic.pk)
        ear.so_far()
        say(other, f"Andre steder {FJORDBY}")
        elsewhere.hears("Andre steder")

        assert [frame for frame in elsewhere.heard if "writes" in frame] == []


TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


def everything(house: House) -> dict[str, str]:
    """A sum of every row of every table."""
    tables = [table for (table,) in house.asked(TABLES.replace("%", "%%"))]
    sums = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {table} t"  # noqa: S608 ours
        for table in tables
    )
    return dict(house.asked(sums))


def test_nothing_of_it_is_kept(house: House) -> None:
    user = new_member()
    topic = new_topic(user)
    with house.ear("coordinator", topic.pk) as ear, house.ear(user, topic.pk) as hears:
        before = everything(house)
        ear.do("writes", topic.pk)
        hears.until(lambda frame: "writes" in frame)

        assert everything(house) == before


def test_what_is_said_is_kept(house: House) -> None:
    """The sum above notices a single row."""
    topic = new_topic()
    before = everything(house)
    say(topic, f"Kort {FJORDBY}")

    assert everything(house) != before
