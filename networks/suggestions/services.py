"""Suggesting new words to the library, agreeing with what others suggest, and taking either back."""

from django.db import transaction
from psycopg.types.json import Jsonb

from networks.library.models import Suggestion
from networks.routines.models import Routine
from networks.routines.queries.lists import name_of
from networks.steps.content import Step, plain
from networks.suggestions.choices import MOST_OPEN
from networks.suggestions.models import Backing
from portal.accounts.models import User
from portal.audit.services import record
from portal.tenancy.functions import call


def suggest(*, routine: Routine, step: Step, reason: str, by: User) -> int:
    """Send one step's wording to the source, without the network's name; returns its number.

    Raises Refused: nothing_to_suggest_to, too_many_suggestions, already_suggested; NotAllowed.
    """
    told = {"key": step.id, "wording": Jsonb(plain(step)), "reason": reason, "most": MOST_OPEN}
    with transaction.atomic():
        made: int = call("suggest", routine=routine.pk, **told)
        record(routine.network_id, "routine.suggested", routine, label=name_of(routine), step=step.id, by=by)
    return made


def agree(*, routine: Routine, suggestion: Suggestion, by: User) -> None:
    """Raises Refused: nothing_to_suggest_to, suggestion_answered, already_backed; NotAllowed."""
    with transaction.atomic():
        call("agree_with", routine=routine.pk, suggestion=suggestion.pk)
        record(routine.network_id, "routine.agreed", routine, label=name_of(routine), by=by)


def take_back(*, backing: Backing, by: User) -> None:
    """Agree no longer; or, where the network made it, delete the suggestion everywhere. Raises NotAllowed."""
    routine = backing.routine
    with transaction.atomic():
        call("take_back_backing", backing=backing.pk)
        record(routine.network_id, "routine.suggestion_taken_back", routine, label=name_of(routine), by=by)
