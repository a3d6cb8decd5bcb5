"""What was done, in plain words: one sentence per action of the audit."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: Mapping[str, str | Promise] = {
    "network.founded": _("%(who)s started the network"),
    "network.changed": _("%(who)s changed the network's settings"),
    "join_link.renewed": _("%(who)s made a new join link"),
    "join_link.closed": _("%(who)s closed the join link"),
    "organisation.added": _("%(who)s added %(what)s"),
    "organisation.changed": _("%(who)s changed %(what)s"),
    "organisation.left": _("%(who)s ended the participation of %(what)s"),
    "charter.changed": _("%(who)s changed the charter"),
    "charter.signed": _("%(who)s signed the charter for %(what)s"),
    "invitation.sent": _("%(who)s invited %(what)s"),
    "invitation.imported": _("%(who)s sent invitations from a list"),
    "invitation.resent": _("%(who)s sent the invitation to %(what)s again"),
    "invitation.revoked": _("%(who)s took back the invitation to %(what)s"),
    "request.made": _("%(who)s asked to join"),
    "request.admitted": _("%(who)s let %(what)s in as a member"),
    "request.declined": _("%(who)s declined the request from %(what)s"),
    "member.joined": _("%(who)s joined the network"),
    "member.role_changed": _("%(who)s changed the role of %(what)s"),
    "member.paused": _("%(who)s paused the access of %(what)s"),
    "member.resumed": _("%(who)s opened the access of %(what)s again"),
    "member.ended": _("%(who)s ended the membership of %(what)s"),
    "member.left": _("%(who)s left the network"),
    "member.confirmed": _("%(who)s confirmed %(what)s for another year"),
    "member.lapsed": _("The access of %(what)s was paused: nobody confirmed it in time"),
    "handover.proposed": _("%(who)s asked %(what)s to become coordinator"),
    "handover.accepted": _("%(who)s became coordinator"),
    "handover.withdrawn": _("%(who)s withdrew the handover"),
    "guest.let_in": _("%(who)s let in %(what)s for a time"),
    "guest.renewed": _("%(who)s renewed the visit of %(what)s"),
    "guest.office_ended": _("The visit of %(what)s ended with the office as supervisor"),
    "guest.ended": _("%(who)s ended the visit of %(what)s"),
    "guest.left": _("%(who)s ended the visit"),
    "access.denied": _("%(who)s was refused"),
    "audit.exported": _("%(who)s downloaded the log"),
}
# Said instead where the entry holds the fact behind it; an older entry may not.
FULLER: Mapping[str, str | Promise] = {
    "member.role_changed": _("%(who)s changed the role of %(what)s from %(before)s to %(after)s"),
    "invitation.imported": ngettext_lazy(
        "%(who)s sent %(number)d invitation from a list", "%(who)s sent %(number)d invitations from a list", "number"
    ),
    "guest.let_in": _("%(who)s let in %(what)s up to and including %(last)s"),
    "guest.renewed": _("%(who)s renewed the visit of %(what)s up to and including %(last)s"),
    "access.denied": _("%(who)s was refused and could not %(tried)s"),
}
ANY_PAGE = _("open a page")
# What somebody who was refused had tried, by the name of the view. Read as «could not …».
TRIED: Mapping[str, str | Promise] = {
    "membership:front": _("open the network"),
    "membership:members": _("see the members"),
    "membership:member": _("see a member"),
    "membership:change_role": _("change somebody's role"),
    "membership:pause": _("pause a member"),
    "membership:resume": _("resume a member"),
    "membership:confirm": _("confirm a member"),
    "membership:confirm_chosen": _("confirm members"),
    "membership:end": _("end a membership"),
    "membership:handover": _("see the handover"),
    "membership:propose_handover": _("hand over the task as coordinator"),
    "directory:organisations": _("see the organisations"),
    "directory:organisation": _("change an organisation"),
    "directory:add_organisation": _("add an organisation"),
    "directory:charter": _("see the charter"),
    "directory:change_charter": _("change the charter"),
    "directory:sign_charter": _("sign the charter"),
    "directory:settings": _("change the settings"),
    "entry:invite": _("invite somebody"),
    "entry:invitations": _("see the invitations"),
    "entry:sheet": _("invite from a list"),
    "entry:requests": _("see the requests to join"),
    "entry:guests": _("see the guests"),
    "entry:let_in": _("let in a guest"),
    "insight:audit": _("open the log"),
    "insight:export": _("download the log"),
    "insight:who": _("see who has access"),
}
