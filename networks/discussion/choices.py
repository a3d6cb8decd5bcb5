"""States and kinds of rooms and what is said in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain


class Mode(TextChoices):
    """How one speaks in a room (PR-6 to PR-9). It may be tightened to anonymous, never loosened."""

    ANONYMOUS = "anonymous", _("Anonymous")
    CONSENT = "consent", _("With consent")


class RoomState(TextChoices):
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    PURGED = "purged", _("Deleted")


class Fate(TextChoices):
    """What becomes of one kind of content when a room is closed (PR-29)."""

    DELETE = "delete", _("Delete it on the day")
    ARCHIVE = "archive", _("Make a package for the archive first")


class Part(TextChoices):
    """As what somebody is placed in a room."""

    KEEPER = "keeper", _("Keeps the room")
    PARTICIPANT = "participant", _("Takes part")
    ADVISER = "adviser", _("Adviser")


class MessageState(TextChoices):
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden: somebody could be recognised")
    LOCKED = "locked", _("Locked: reported as security-graded")
    DELETED = "deleted", _("Deleted by the author")


class Reaction(TextChoices):
    """A closed list: nothing can be said with a sign that has to be moderated."""

    AGREE = "agree", _("Agree")
    THANKS = "thanks", _("Thank you")
    SEEN = "seen", _("Seen")
    QUESTION = "question", _("I wonder")


class CaseDocumentState(TextChoices):
    """Where a case document stands on its way into the receiving organisation's archive (PR-27)."""

    MARKED = "marked", _("Marked, not taken out yet")
    EXPORTED = "exported", _("Taken out")
    RECEIVED = "received", _("In the archive")


MOST_FILES = 5  # with one message
LONGEST = 10_000  # characters of a message (security.md 3.10)

explain(
    {
        "room_not_open": _("Nothing can be written in this room now. What you wrote is still in the field."),
        "topic_closed": _("This topic is closed. What you wrote is still in the field."),
        "consent_over": _("The consent this room rests on has ended, so nothing more can be written here."),
        "too_fast": _("That was many messages in a short time. Wait a minute; what you wrote is still in the field."),
        "room_too_fast": _("Very much is being written here at once. Wait a minute; your text is still in the field."),
        "too_many_files": _("That was many files in an hour. Wait a while; what you wrote is still in the field."),
        "not_for_all": _(
            "Only those who keep the room, and those who answer for an organisation, can call everybody here. "
            "Name people one by one; what you wrote is still in the field."
        ),
        "message_gone": _("The message is no longer there."),
        "already_placed": _("This person is already in the room."),
        "not_placeable": _("Only people who are in the network, and more than observers, can be placed in a room."),
        "last_keeper": _("Somebody must keep the room. Let another keep it first, or close the room."),
        "room_kept_too_long": _("A closed room is kept for no longer than it would have been anyway."),
        "hold_too_long": _("Keep it until a day from today on, and for a year at most. You can do so again."),
        "already_anonymous": _("This room is already anonymous."),
        "case_document_waits": _(
            "This message is a case document and not in the archive yet, so it cannot be deleted. You can still write it anew."
        ),
        "room_name_taken": _("There is already a room of this name. Choose another."),
    }
)
