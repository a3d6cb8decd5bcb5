"""What of the talk belongs in somebody's archive. The text is the message's own: here stands only where it is to go."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from networks.directory.models import Network, Organisation
from networks.discussion.choices import CaseDocumentState
from networks.discussion.models.messages import Message
from networks.discussion.models.rooms import Room
from portal.accounts.models import User

WITHOUT_PACKAGE = models.Q(state=CaseDocumentState.MARKED, exported_at=None, sha256="")
WITH_PACKAGE = models.Q(exported_at__isnull=False) & ~models.Q(state=CaseDocumentState.MARKED) & ~models.Q(sha256="")
ON_THE_WAY = ~models.Q(state=CaseDocumentState.RECEIVED) & models.Q(received_at=None, received_by=None, reference="")
THERE = models.Q(state=CaseDocumentState.RECEIVED, received_at__isnull=False, received_by__isnull=False)


class CaseDocument(models.Model):
    """A message is a case document of one organisation, until that says under which number it archived it.

    Written by the database's own functions (0022_case_documents.sql). It ends with its room.
    """

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="case_documents")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="case_documents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CaseDocumentState, default=CaseDocumentState.MARKED)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    exported_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(_("number in the archive"), max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "message", "organisation"), name="case_document_once_for_an_organisation"
            ),
            models.CheckConstraint(
                condition=WITHOUT_PACKAGE | WITH_PACKAGE, name="case_document_taken_out_has_its_package"
            ),
            models.CheckConstraint(
                condition=ON_THE_WAY | (THERE & ~models.Q(reference="")), name="case_document_received_has_its_number"
            ),
        )
        indexes = (models.Index(fields=("room", "marked_at"), name="case_document_of_room"),)

    def __str__(self) -> str:
        return f"case document {self.pk}"

    @property
    def is_received(self) -> bool:
        return self.state == CaseDocumentState.RECEIVED

    @property
    def is_marked_only(self) -> bool:
        return self.state == CaseDocumentState.MARKED
