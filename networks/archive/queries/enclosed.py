"""The files that were handed over with the messages of a package: their bytes go along with it."""

from django.core.files.storage import default_storage

from networks.archive.choices import MOST_ENCLOSED
from networks.archive.queries.package import Told
from networks.discussion.models import Attachment, Room
from portal.tenancy.refusals import Refused

FOLDER = "files"


def enclosed(room: Room, package: Told) -> dict[str, bytes]:
    """Name in the package → bytes. Each once, under its sum: two files may be called the same.

    Raises Refused("package_too_large") rather than leave one out.
    """
    files = [file for topic in package["topics"] for said in topic["messages"] for file in said["files"]]
    names = {file["sha256"]: f"{FOLDER}/{file['sha256'][:16]}/{file['name']}" for file in files}
    sizes = {file["sha256"]: file["size"] for file in files}
    if sum(sizes.values()) > MOST_ENCLOSED:
        raise Refused("package_too_large")
    places = dict(Attachment.objects.filter(room=room, sha256__in=names).values_list("sha256", "stored"))
    return {names[told]: contents(place) for told, place in places.items()}


def contents(place: str) -> bytes:
    with default_storage.open(place) as file:
        return bytes(file.read())
