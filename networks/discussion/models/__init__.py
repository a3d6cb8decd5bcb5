"""What is stored of rooms: the room and who is placed in it, what is said, and how far each has read."""

from networks.discussion.models.archive import CaseDocument
from networks.discussion.models.files import Attachment
from networks.discussion.models.marks import Draft, Mute, ReadMark
from networks.discussion.models.messages import Given, Mention, Message, MessageQuerySet, Reaction, Revision, Withheld
from networks.discussion.models.rooms import Placement, PlacementQuerySet, Room, RoomQuerySet, Topic

__all__ = [
    "Attachment", "CaseDocument", "Draft", "Given", "Mention", "Message", "MessageQuerySet", "Mute", "Placement", "PlacementQuerySet",
    "Reaction", "ReadMark", "Revision", "Room", "RoomQuerySet", "Topic", "Withheld",
]  # fmt: skip
