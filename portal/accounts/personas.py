"""The fictional people of the demo. The slugs are fixed; checks and guides use them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Persona:
    slug: str
    name: str
    is_who: str | Promise
    regime: str

    @property
    def email(self) -> str:
        return f"{self.slug}@demo.invalid"

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split())


PERSONAS = (
    Persona("coordinator", "Kari Lunde", _("Coordinator, Fjordby"), "fvl"),
    Persona("deputy", "Mats Holm", _("Deputy coordinator"), "fvl"),
    Persona("contact", "Rune Solheim", _("Contact, the police"), "police"),
    Persona("member", "Eva Nilsen", _("Member, school"), "fvl"),
    Persona("mentor", "Sara Berg", _("Mentor, case FJ-1"), "fvl"),
    Persona("mentor-other-case", "Jonas Tveit", _("Mentor, case FJ-2"), "fvl"),
    Persona("observer", "Liv Odden", _("Observer"), "nav"),
    Persona("ex-member", "Geir Aune", _("Left in May"), "fvl"),
    Persona("outsider-coordinator", "Hanne Eide", _("Coordinator, Skogdal"), "fvl"),
    Persona("supervisor", "Thea Dahl", _("Supervisor, RVTS"), "health"),
    Persona("supervisor-expired", "Per Kleven", _("Supervisor, access has ended"), "health"),
    Persona("editor", "Ida Rønning", _("Editor"), "health"),
    Persona("operator", "Odd Viken", _("Operations, reads no content"), "none"),
    Persona("stranger", "Nina Nord", _("An account without a network"), "none"),
)
BY_SLUG = {persona.slug: persona for persona in PERSONAS}
EMAILS = frozenset(persona.email for persona in PERSONAS)


def is_persona(user: Any) -> bool:
    """One of the demo's people, in a demo: she has neither password nor factor, and is asked for none."""
    return bool(settings.DEMO and user.email in EMAILS and not user.has_usable_password())
