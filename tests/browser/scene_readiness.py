"""In Skogdal one thing of the year is late, as it stands when nobody has come to it."""

from datetime import timedelta

from django.utils import timezone

from networks.directory.models import Network
from networks.readiness.models import ReadinessItem


def lay_readiness(words: dict[str, str]) -> dict[str, str]:
    """Acting as the coordinator of Skogdal."""
    network = Network.objects.get(slug="skogdal-og-elvestad")
    late = ReadinessItem.objects.filter(network=network, kind="status")
    late.update(due_on=timezone.localdate() - timedelta(days=20))
    own = ReadinessItem.objects.get(network=network, kind="own")
    return words | {"yearly": str(own.pk), "late": str(late.get().pk)}
