"""What stands in the way of a package."""

from django.utils.translation import gettext_lazy as _

from portal.tenancy.refusals import explain

MOST_ENCLOSED = 200 * 1024 * 1024  # bytes of all the files that go with one package
MOST_EXPORTS = 5  # packages that one person takes out in an hour (security.md 3.10)

explain(
    {
        "too_many_exports": _("You have taken out five packages in an hour. Wait a while before the next one."),
        "package_too_large": _(
            "The files here are more than 200 MB together. Save them one by one before the room is deleted."
        ),
        "already_case_document": _("This message is already a case document of that organisation."),
        "not_a_party": _("Choose an organisation that takes part in the network."),
        "case_document_taken_out": _("A package was taken out of it already, so it stays a case document."),
        "not_exported": _("Take out the package first. Then note its number in the archive."),
    }
)
