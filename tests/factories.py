"""One function per thing a test needs more of. They call the services, so what they make could exist."""

from networks.directory.models import Network
from networks.entry import services as entry
from networks.membership.models import Membership
from portal.access.roles import Role
from portal.accounts.models import User
from portal.tenancy.context import acting_as


def make_user(number: int, *, name: str = "") -> User:
    return User.objects.create_user(f"person{number}@demo.invalid", name or f"Person {number:03}")


def make_member(network: Network, user: User, *, by: User, role: str = Role.MEMBER, party: str = "") -> Membership:
    """Invited by `by`, accepted by the person. Call it acting as `by`."""
    parties = network.organisations.filter(name=party) if party else network.organisations.all()
    token = entry.invite(
        network=network, email=user.email, role=role, organisation_id=parties[0].pk, function="Adviser", by=by
    )
    with acting_as(user.pk):
        entry.accept(token=token, by=user)
    return Membership.objects.get(network=network, user=user)


def make_members(network: Network, count: int, *, by: User) -> list[Membership]:
    return [make_member(network, make_user(number), by=by) for number in range(count)]
