"""What a public page shows to whoever is signed in, and only there: it knows no network, and is told of none."""

from typing import Any

from django import template
from django.template import Context

from networks.routines.queries.links import Use, uses
from portal.accounts.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def used_in(context: Context, page: Any) -> list[Use]:
    """`{% used_in page as places %}`: the steps of her networks' routines that point to a text of the knowledge base."""
    user = getattr(context.get("request"), "user", None)
    return uses(user, (str(page.translation_key), page.slug)) if isinstance(user, User) else []
