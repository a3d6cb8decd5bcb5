"""Municipalities, counties and regions, from the files in networks/directory/data (sources named there)."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db import migrations

from portal.tenancy import policies

DATA = Path(__file__).resolve().parent.parent / "directory" / "data"
REGIONS = {"Nord": "RVTS Nord", "Midt": "RVTS Midt", "Vest": "RVTS Vest", "Sør": "RVTS Sør", "Øst": "RVTS Øst"}
SLUGS = {"Nord": "nord", "Midt": "midt", "Vest": "vest", "Sør": "sor", "Øst": "ost"}
BORDERS_OF = date(2024, 1, 1)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(apps: Any, schema_editor: Any) -> None:
    model = lambda name: apps.get_model("networks", name).objects
    municipalities = rows("municipalities.csv")
    counties = {row["county_number"]: row["county_name"] for row in municipalities}
    model("County").bulk_create([apps.get_model("networks", "County")(number=n, name=c) for n, c in counties.items()])
    model("Region").bulk_create(
        [apps.get_model("networks", "Region")(slug=SLUGS[key], name=name) for key, name in REGIONS.items()]
    )
    made = model("Municipality").bulk_create([municipality(apps, row) for row in municipalities])
    served = model("RegionCounty").bulk_create([region_county(apps, row) for row in rows("regions.csv")])
    if len(made) != len(municipalities) or len(served) != len(counties):
        raise RuntimeError(f"{len(made)} municipalities and {len(served)} counties were laid in.")


def municipality(apps: Any, row: dict[str, str]) -> Any:
    return apps.get_model("networks", "Municipality")(
        number=row["number"],
        name=row["name"],
        official_name=row["official_name"],
        county_id=row["county_number"],
        police_district=row["police_district"],
        police_certain=row["police_confidence"] == "high",
        sami_language=row["sami_language"],
    )


def region_county(apps: Any, row: dict[str, str]) -> Any:
    return apps.get_model("networks", "RegionCounty")(
        region_id=SLUGS[row["region"]],
        county_id=row["county_number"],
        valid_from=BORDERS_OF,
        certain=row["certain"] == "yes",
        source=row["source"],
    )


class Migration(migrations.Migration):
    dependencies = [("networks", "0002_membership_functions")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        policies.read_only("networks_county", "networks_region", "networks_municipality", "networks_regioncounty"),
    ]
