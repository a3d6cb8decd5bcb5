"""What each process of the portal asks before it serves anyone."""

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from portal.tenancy.guard import refuse_powerful_role


def refuse_to_start() -> None:
    """Ends the process with a sentence when its database role is too strong, or no database answers."""
    try:
        refuse_powerful_role()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise SystemExit(f"The database cannot be reached: {reason}") from None
