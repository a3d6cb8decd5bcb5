"""The closed lists of a routine."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

BOKMAL, NYNORSK = "nb", "nn"
LANGUAGES = ((BOKMAL, _("Bokmål")), (NYNORSK, _("Nynorsk")), ("en", _("English")))


class Kind(TextChoices):
    ROUTINE = "routine", _("Routine")
    CARD = "card", _("Action card")


class Mode(TextChoices):
    """On which footing a step speaks of a person (domain.md 2.6)."""

    ANONYMOUS = "anonymous", _("Anonymous")
    CONSENT = "consent", _("Consent")
    DUTY = "duty", _("Duty")


class Exit(TextChoices):
    """Ways out that are never gated (PR-12, PR-13). The numbers themselves stand in the portal's catalogue."""

    EMERGENCY = "emergency", _("Danger to life: 112")
    POLICE = "police", _("The police, not urgent: 02800")
    SECURITY = "pst", _("PST, tips and advice")
    CHILD_WELFARE = "child_welfare", _("Child welfare")


class Responsible(TextChoices):
    """Who answers for a step: a role of the network, a function in a service, or somebody of this one run."""

    COORDINATOR = "coordinator", _("Coordinator")
    DEPUTY = "deputy", _("Deputy coordinator")
    POLICE_CONTACT = "police_contact", _("Police contact")
    RADICALISATION_CONTACT = "radicalisation_contact", _("Police radicalisation contact")
    SECURITY = "pst", _("Contact in PST")
    PRINCIPAL = "principal", _("School principal")
    SCHOOL = "school", _("School's contact")
    CHILD_WELFARE = "child_welfare", _("Child welfare's contact")
    HEALTH = "health", _("Health service's contact")
    LABOUR = "nav", _("NAV's contact")
    OUTREACH = "outreach", _("Outreach service")
    CORRECTIONAL = "correctional", _("Contact in prison and probation")
    REFUGEES = "refugees", _("Refugee service")
    EMERGENCY_PLANNING = "emergency_planning", _("Emergency planning")
    RVTS = "rvts", _("Adviser from RVTS")
    MENTOR = "mentor", _("Mentor")
    NOTICES = "notices", _("Whoever notices it")
    LEADER = "leader", _("Nearest leader")
    TRUSTED = "trusted", _("Whoever the person trusts")
    LEADS = "leads", _("Whoever coordinates the follow-up")


# Read from the roles of live memberships, and never named by hand.
BY_ROLE = (Responsible.COORDINATOR, Responsible.DEPUTY)
# Another person each time a routine is run: nobody can hold these beforehand.
OF_A_RUN = (
    Responsible.NOTICES,
    Responsible.LEADER,
    Responsible.TRUSTED,
    Responsible.LEADS,
    Responsible.MENTOR,
)
START = "start"  # what a deadline counts from, where it is not another step
MOST_STEPS, MOST_POINTS, MOST_LINKS = 100, 12, 6
TITLE, TEXT, POINT, REASON, QUESTION, SOURCE = 120, 2_000, 200, 300, 160, 300  # characters
MOST_DAYS = 400
YES, NO = "yes", "no"
