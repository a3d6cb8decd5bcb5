"""Rooms are seen by those placed in them, and by nobody else."""

from django.db import migrations

from portal.access.rows import lay_roles
from portal.tenancy import policies

PLACED = "room_id IN (SELECT mine FROM sec.my_rooms() AS mine)"
HEARD = (
    "EXISTS (SELECT 1 FROM sec.my_history() AS mine WHERE mine.room_id = networks_message.room_id "
    "AND networks_message.sent_at >= mine.sees_from)"
)
OWN = f"user_id = (SELECT sec.uid()) AND {PLACED}"
MESSAGE = "message_id IN (SELECT m.id FROM networks_message m)"  # under its own policy
HIDDEN = "message_id IN (SELECT m.id FROM networks_message m WHERE m.state = 'hidden')"
CHILDREN = {
    "networks_placement": [("room_id", "networks_room"), ("membership_id", "networks_membership"), ("grant_id", "networks_grant")],
    "networks_topic": [("room_id", "networks_room")],
    "networks_message": [("room_id", "networks_room"), ("topic_id", "networks_topic"), ("organisation_id", "networks_organisation"), ("quotes_id", "networks_message")],
    "networks_withheld": [("message_id", "networks_message")],
    "networks_revision": [("message_id", "networks_message")],
    "networks_reaction": [("room_id", "networks_room"), ("message_id", "networks_message")],
    "networks_mention": [("room_id", "networks_room"), ("topic_id", "networks_topic"), ("message_id", "networks_message")],
    "networks_readmark": [("room_id", "networks_room"), ("topic_id", "networks_topic")],
    "networks_draft": [("room_id", "networks_room"), ("topic_id", "networks_topic")],
}  # fmt: skip


# What happens in a room stands in the log of the network's chain, and is read by those in the room alone.
LOG = (
    "network_id IN (SELECT mine FROM sec.networks_where('audit.read') AS mine) AND (NOT (detail ? 'room') "
    "OR (detail ->> 'room')::bigint IN (SELECT mine FROM sec.my_rooms() AS mine))"
)


class Migration(migrations.Migration):
    dependencies = [("networks", "0017_rooms"), ("portal", "0005_session_proved")]

    operations = [
        lay_roles(),
        policies.functions(__file__),
        policies.protect("networks_room", only="id IN (SELECT mine FROM sec.my_rooms() AS mine)"),
        policies.protect("networks_placement", only=PLACED),
        policies.protect("networks_topic", only=PLACED),
        policies.protect("networks_message", only=HEARD),
        policies.protect("networks_withheld", only=f"author_id = (SELECT sec.uid()) AND {HIDDEN}"),
        policies.protect("networks_revision", only=f"author_id = (SELECT sec.uid()) AND {MESSAGE}"),
        policies.protect("networks_reaction", only=f"{PLACED} AND {MESSAGE}"),
        policies.protect("networks_mention", only=f"{PLACED} AND {MESSAGE}"),
        policies.protect("networks_readmark", only=OWN),
        policies.protect("networks_draft", only=OWN),
        migrations.RunSQL(f"ALTER POLICY reading ON portal_entry USING ({LOG})", migrations.RunSQL.noop),
        *(policies.same_network(table, *key) for table, keys in CHILDREN.items() for key in keys),
    ]
