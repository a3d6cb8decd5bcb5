"""What to tell whoever brings an export that cannot be read."""

from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain

explain(
    {
        "export_unreadable": _(
            "The file is not whole XML, or holds entities that are not let in. Export it from WordPress again."
        ),
        "export_not_wordpress": _(
            "This is no WordPress export: it names no WXR version. In WordPress: Tools, Export, All content."
        ),
    }
)
