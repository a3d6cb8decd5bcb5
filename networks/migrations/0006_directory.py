"""Signed texts are kept, corrections of regions are noted, and names sort in Norwegian and Sámi together."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Coalesce, Lower, NullIf

from portal.tenancy import policies

LETTERS = ("æäøöåáàâčćđéèêëíïŋóôšŧúüž", "{{||}aaaccdeeeeiinoostuyz")
BASES = [
    ("task", "Statutory task"),
    ("agreement", "Cooperation agreement between the parties"),
    ("consent", "Consent, case by case"),
]


def sorted_by(model, expression):
    """A generated column cannot be changed, only made anew."""
    in_order = models.Func(Lower(expression), *map(models.Value, LETTERS), function="translate")
    field = models.GeneratedField(expression=in_order, output_field=models.CharField(max_length=120), db_persist=True)
    return [migrations.RemoveField(model, "sort_key"), migrations.AddField(model, "sort_key", field)]


class Migration(migrations.Migration):
    dependencies = [("networks", "0005_denials"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        *sorted_by("municipality", Coalesce(NullIf("official_name", models.Value("")), "name")),
        *sorted_by("organisation", "name"),
        migrations.RemoveConstraint("regioncounty", "region_county_once_a_day"),
        migrations.AlterModelOptions("regioncounty", {"ordering": ("county_id", "-valid_from", "-pk")}),
        migrations.AddField("regioncounty", "noted_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "regioncounty",
            "noted_by",
            models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"),
        ),
        migrations.AddField("signature", "title", models.CharField("title", max_length=120, blank=True)),
        migrations.CreateModel(
            "EarlierCharter",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("purpose", models.TextField("purpose", max_length=4000, blank=True)),
                ("legal_basis", models.CharField("legal basis", max_length=20, choices=BASES, blank=True)),
                ("keep_talk_days", models.PositiveIntegerField("days that discussion is kept", default=90)),
                ("changed_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField()),
                ("network", models.ForeignKey("networks.network", models.CASCADE, related_name="earlier_charters")),
            ],
            {
                "ordering": ("-version",),
                "constraints": [models.UniqueConstraint(fields=("network", "version"), name="earlier_charter_once")],
            },
        ),
        policies.protect("networks_earliercharter"),
        policies.functions(__file__),
    ]
