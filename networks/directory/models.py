"""Where things are, who takes part, and the network itself.

Municipalities, counties and regions are public facts without a network. Organisations are parties of one network:
the same legal body in two networks is two rows, so nobody learns from one where else it takes part.
"""

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.directory.choices import LegalBasis, NetworkState, Preset, Regime, Sector
from portal.accounts.models import User

# A Sámi letter stands beside its plain kin; æ, ø and å come last, and ASCII has five signs after z.
LETTERS = ("æäøöåáàâčćđéèêëíïŋóôšŧúüž", "{{||}aaaccdeeeeiinoostuyz")


def in_order(field: str | Combinable) -> models.Func:
    """Norwegian alphabetical order for names in Norwegian and Sámi, where the server has no ICU."""
    return models.Func(Lower(field), *map(models.Value, LETTERS), function="translate")


class Region(models.Model):
    """One of the five regional centres (RVTS)."""

    slug = models.SlugField(max_length=20, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class County(models.Model):
    number = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class RegionCounty(models.Model):
    """Which centre serves a county, from when. Some are uncertain, so a correction is a new row.

    Of two rows from the same day the later one counts. Rows without `noted_by` came with the portal.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="counties")
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="regions")
    valid_from = models.DateField()
    certain = models.BooleanField(default=True)
    source = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("county_id", "-valid_from", "-pk")

    def __str__(self) -> str:
        return f"{self.county_id} → {self.region_id}"


class Municipality(models.Model):
    number = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)
    official_name = models.CharField(max_length=120, blank=True)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    police_district = models.CharField(max_length=80, blank=True)
    police_certain = models.BooleanField(default=True)
    sami_language = models.CharField(max_length=40, blank=True)
    sort_key = models.GeneratedField(
        expression=in_order(Coalesce(NullIf("official_name", models.Value("")), "name")),
        output_field=models.CharField(max_length=120),
        db_persist=True,
    )

    class Meta:
        ordering = ("sort_key", "number")

    def __str__(self) -> str:
        return " – ".join(self.names)

    @property
    def names(self) -> list[str]:
        """Every official name, in the official order."""
        return (self.official_name or self.name).split(" - ")


class Network(models.Model):  # type: ignore[django-manager-missing] # guardian is untyped
    """The unit of everything private: a standing cross-agency group with a charter."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    preset = models.CharField(max_length=20, choices=Preset)
    state = models.CharField(max_length=20, choices=NetworkState, default=NetworkState.DRAFT)
    note = models.CharField(_("note to the members"), max_length=500, blank=True)
    join_code = models.CharField(max_length=40, unique=True, null=True, blank=True)  # none: the way is closed
    shows_presence = models.BooleanField(default=False, db_default=False)  # who has a room open, to the others in it
    founded_at = models.DateTimeField()

    class Meta:
        permissions = (("visit_network", "May be let in for a time"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("networks:membership:front", args=[self.slug])


class Territory(models.Model):
    """A municipality the network works in."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="territory")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "municipality"), name="territory_once"),)

    def __str__(self) -> str:
        return self.municipality_id


class Organisation(models.Model):
    """A party of one network, with the confidentiality rules that bind its people."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(_("name"), max_length=120)
    sector = models.CharField(_("kind"), max_length=20, choices=Sector)
    regime = models.CharField(_("confidentiality"), max_length=20, choices=Regime)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    sort_key = models.GeneratedField(
        expression=in_order("name"), output_field=models.CharField(max_length=120), db_persist=True
    )

    class Meta:
        ordering = ("sort_key",)
        constraints = (
            models.UniqueConstraint("network", Lower("name"), name="organisation_name_once_in_a_network"),
            models.UniqueConstraint(fields=("network", "id"), name="organisation_of_network"),
        )

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What the parties have agreed: purpose, legal basis, how long things are kept."""

    version = models.PositiveIntegerField(default=1)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis, blank=True)
    keep_talk_days = models.PositiveIntegerField(_("days that discussion is kept"), default=90)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"charter {self.version}"


class Charter(Agreement):
    """The version in force. Written by sec.change_charter, which keeps every signed text as it was."""

    network = models.OneToOneField(Network, on_delete=models.CASCADE, related_name="charter")

    @property
    def is_complete(self) -> bool:
        return bool(self.purpose and self.legal_basis)


class EarlierCharter(Agreement):
    """A version that somebody signed and a newer one took the place of. Never changed."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="earlier_charters")
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=("network", "version"), name="earlier_charter_once"),)


class Signature(models.Model):
    """An organisation joins by signing one version of the charter."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="signatures")
    version = models.PositiveIntegerField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(_("signer"), max_length=120)
    title = models.CharField(_("title"), max_length=120, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "organisation", "version"), name="signature_once_per_version"),
        )

    def __str__(self) -> str:
        return self.signer
