"""States and kinds of the directory."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain


class Preset(TextChoices):
    ONE_MUNICIPALITY = "municipality", _("One municipality")
    INTER_MUNICIPAL = "inter_municipal", _("Several municipalities together")
    POLICE_DISTRICT = "police_district", _("A whole police district")


class NetworkState(TextChoices):
    DRAFT = "draft", _("Being started")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    CLOSED = "closed", _("Closed")


class Sector(TextChoices):
    """What an organisation is, in the order the sector picture shows them."""

    MUNICIPALITY = "municipality", _("Municipality")
    POLICE = "police", _("Police")
    SECURITY = "pst", _("Police Security Service (PST)")
    SCHOOL = "school", _("School")
    CHILD_WELFARE = "child_welfare", _("Child welfare")
    HEALTH = "health", _("Health")
    LABOUR = "nav", _("NAV")
    CORRECTIONAL = "correctional", _("Prison and probation")
    RVTS = "rvts", _("RVTS")
    VOLUNTARY = "voluntary", _("Voluntary organisation")
    FAITH = "faith", _("Faith community")


class Regime(TextChoices):
    """Which confidentiality rules bind the people of an organisation (PR-3)."""

    ADMINISTRATION = "fvl", _("Public Administration Act")
    HEALTH = "health", _("Health Personnel Act")
    CHILD_WELFARE = "child", _("Child Welfare Act")
    POLICE = "police", _("Police Databases Act")
    LABOUR = "nav", _("NAV Act")
    NONE = "none", _("Own declaration only")


class LegalBasis(TextChoices):
    """A short catalogue, never free text (PR-10)."""

    TASK = "task", _("Statutory task")
    AGREEMENT = "agreement", _("Cooperation agreement between the parties")
    CONSENT = "consent", _("Consent, case by case")


USUAL_REGIME = {
    Sector.MUNICIPALITY: Regime.ADMINISTRATION,
    Sector.POLICE: Regime.POLICE,
    Sector.SECURITY: Regime.POLICE,
    Sector.SCHOOL: Regime.ADMINISTRATION,
    Sector.CHILD_WELFARE: Regime.CHILD_WELFARE,
    Sector.HEALTH: Regime.HEALTH,
    Sector.LABOUR: Regime.LABOUR,
    Sector.CORRECTIONAL: Regime.ADMINISTRATION,
    Sector.RVTS: Regime.HEALTH,
    Sector.VOLUNTARY: Regime.NONE,
    Sector.FAITH: Regime.NONE,
}
# Sectors every network is expected to have; the picture shows which are missing.
EXPECTED = tuple(sector for sector in Sector if sector not in {Sector.VOLUNTARY, Sector.FAITH})

explain(
    {
        "charter_not_complete": _("Write the purpose and choose the legal basis before anyone signs."),
        "already_signed": _("Your organisation has already signed this version."),
        "charter_changed_meanwhile": _(
            "Somebody has changed the charter since you opened it. Nothing was saved and what you wrote is still here. "
            "Read the present text, then send once more."
        ),
        "organisation_name_taken": _(
            "An organisation of this name is in the network already, or has been. Look in the list."
        ),
        "organisation_has_members": _(
            "People still belong to the network for this organisation. End their memberships first."
        ),
        "source_missing": _("Say how you know."),
    }
)
