"""The root of the public pages and its three parts. Addresses are those of architecture.md 11 and do not move."""

import uuid
from typing import Any

from django.db import migrations

PARTS = (
    ("fenomenkunnskap", "Forstå", "Hva radikalisering og voldelig ekstremisme er, og hva som kan ligge bak en bekymring."),
    ("nettverk-og-veiledning", "Samarbeide", "Hvordan tjenester jobber sammen, hva de kan dele, og hvem som gir råd."),
    ("ressurser", "Verktøy", "Samtaleguider, planer og tiltak som kan tas i bruk i dag."),
)  # fmt: skip


def lay_tree(apps: Any, schema_editor: Any) -> None:
    """In place of the welcome page that Wagtail's own first migration made."""
    page, site = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "Site")
    site.objects.all().delete()
    page.objects.filter(depth=2).delete()
    home = made(
        apps, "Home", path="00010001", depth=2, slug="utveier", title="Utveier", url_path="/utveier/", numchild=3
    )
    for number, (slug, title, lead) in enumerate(PARTS, start=1):
        made(
            apps, "Section", path=f"00010001{number:04}", depth=3, slug=slug, title=title, lead=lead,
            url_path=f"/utveier/{slug}/", numchild=0,
        )  # fmt: skip
    page.objects.filter(depth=1).update(numchild=1)
    site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True, site_name="Utveier")


def made(apps: Any, model: str, **fields: Any) -> Any:
    kinds, locale = (
        apps.get_model("contenttypes", "ContentType"),
        apps.get_model("wagtailcore", "Locale").objects.first(),
    )
    kind, _ = kinds.objects.get_or_create(app_label="knowledge", model=model.lower())
    return apps.get_model("knowledge", model).objects.create(
        content_type=kind, locale_id=locale.pk, translation_key=uuid.uuid4(), draft_title=fields["title"], live=True,
        show_in_menus=True, **fields,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_content"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(lay_tree, migrations.RunPython.noop)]
