"""Rights in the editors' tool. What is written in it, Wagtail's own actions write and log."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from portal.accounts.models import User

EDITORS = "Kunnskapsredaktører"
VERBS = ("add", "change", "delete", "view")
ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def let_edit(*, user: User) -> None:
    """Rights in the tool. They count only while her office as editor runs (access.is_editor)."""
    user.groups.add(editors())


def editors() -> Group:
    """The group whose rights reach every public page, and the topics and sources beside them."""
    group, made = Group.objects.get_or_create(name=EDITORS)
    if made:
        names = [f"{verb}_{model}" for verb in VERBS for model in ("source", "topic")]
        held = Permission.objects.filter(content_type__app_label="knowledge", codename__in=names)
        group.permissions.set([*held, Permission.objects.get(codename="access_admin")])
        root = Page.objects.get(depth=1)
        for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES):
            GroupPagePermission.objects.create(group=group, page=root, permission=right)
    return group
