"""The lists and the pages about the site, beside the three parts; and the sources, which every text may have now."""

import uuid
from typing import Any

from django.db import migrations

LISTS = (
    ("Questions", "ofte-spurt", "Ofte spurt", "Korte svar på det folk spør om."),
    ("NewsList", "aktuelt", "Aktuelt", "Nytt på Utveier."),
    ("Centres", "rvts", "RVTS-sentrene", "Fem regionale sentre gir råd og veiledning til dem som møter bekymring i jobben."),
)  # fmt: skip


def lay_lists(apps: Any, schema_editor: Any) -> None:
    page, kinds = apps.get_model("wagtailcore", "Page"), apps.get_model("contenttypes", "ContentType")
    home = page.objects.get(depth=2, slug="utveier")
    last = max(int(child.path[-4:]) for child in page.objects.filter(depth=3, path__startswith=home.path))
    for number, (model, slug, title, lead) in enumerate(LISTS, start=last + 1):
        kind, _ = kinds.objects.get_or_create(app_label="knowledge", model=model.lower())
        apps.get_model("knowledge", model).objects.create(
            path=f"{home.path}{number:04}", depth=3, slug=slug, title=title, draft_title=title, lead=lead, live=True,
            url_path=f"/utveier/{slug}/", numchild=0, content_type=kind, locale_id=home.locale_id,
            translation_key=uuid.uuid4(), show_in_menus=True,
        )  # fmt: skip
    page.objects.filter(pk=home.pk).update(numchild=page.objects.filter(depth=3, path__startswith=home.path).count())


def cite(apps: Any, schema_editor: Any) -> None:
    """Carries every source of an article over; Citation is what every kind of text has."""
    citation, cited = (
        apps.get_model("knowledge", "Citation"),
        apps.get_model("knowledge", "ArticleSource").objects.all(),
    )
    made = [citation(page_id=c.article_id, source_id=c.source_id, sort_order=c.sort_order) for c in cited]
    citation.objects.bulk_create(made)
    if citation.objects.count() != len(made):
        raise RuntimeError(f"{citation.objects.count()} citations instead of {len(made)}.")


def answer_for(apps: Any, schema_editor: Any) -> None:
    """Articles from before a centre was asked for."""
    apps.get_model("knowledge", "Article").objects.filter(centre="").update(centre="ost")


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_texts")]

    operations = [
        migrations.RunPython(lay_lists, migrations.RunPython.noop),
        migrations.RunPython(cite, migrations.RunPython.noop),
        migrations.RunPython(answer_for, migrations.RunPython.noop),
    ]
