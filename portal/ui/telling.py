"""How a rule that stands in the way is told."""

from dataclasses import dataclass
from types import TracebackType

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from portal.tenancy.refusals import Refused


@dataclass(frozen=True)
class RefusalsTold:
    """A rule that stands in the way ends the block and is told: in the form or by its field, where there is one.

    What stands after the block is done only then.
    """

    request: HttpRequest
    form: Form | None = None
    field: str | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, refusal: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(refusal, Refused):
            return False
        if self.form is None:
            messages.error(self.request, refusal.sentence)
        else:
            self.form.add_error(self.field, refusal.sentence)
        return True
