"""What is decided of a new version of the source: one choice for each change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networks.steps.choices import QUESTION, TEXT, TITLE
from networks.steps.difference import woven
from networks.steps.merge import Choice, Decision, Standing
from networks.versions.changes import Change
from networks.versions.shown import NAMES

LABELS = {
    (Choice.LEAVE, None): _("Keep yours"),
    (Choice.TAKE, None): _("Take in"),
    (Choice.THEIRS, None): _("Use the source's"),
    (Choice.WRITTEN, None): _("Write together"),
    (Choice.LEAVE, Standing.THEIRS): _("Let it be"),
    (Choice.LEAVE, Standing.ADDED): _("Let it be"),
    (Choice.TAKE, Standing.DROPPED): _("Take it out here too"),
    (Choice.LEAVE, Standing.DROPPED): _("Keep the step"),
    (Choice.LEAVE, Standing.DROPPED_BUT_OURS): _("Keep the step"),
    (Choice.THEIRS, Standing.DROPPED_BUT_OURS): _("Put it aside"),
}
SEEN = "seen"
WRITABLE = {"title": TITLE, "text": TEXT, "purpose": TEXT, "question": QUESTION}


@dataclass(frozen=True)
class Option:
    """A radio button. Plain, since Django renders each widget as a template of its own."""

    field_id: str
    name: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Text:
    """A field to write in, as plain as that."""

    bound: forms.BoundField
    field_id: str
    name: str
    label: str
    hint: str
    most: int
    value: str
    is_long: bool


@dataclass(frozen=True)
class Row:
    """A change on the page, what can be chosen of it, and the texts that can be written together."""

    change: Change
    seen_name: str
    seen: str  # what the choice is made of, as the page shows it
    options: list[Option]
    texts: list[Text]


class NewsForm(forms.Form):
    """One choice for each open change on the page, and the text where both have written. None has to be made at once,
    but when it is all taken in.
    """

    def __init__(self, *args: Any, changes: Sequence[Change], number: int, finish: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes, self.number, self.finish = changes, number, finish
        for change in changes:
            self.fields[named(SEEN, change)] = forms.CharField(required=False)
            self.fields[named("choice", change)] = self.choice(change)
            for name in writable(change):
                self.fields[named(name, change)] = written(name, change)

    def choice(self, change: Change) -> forms.ChoiceField:
        offered = [
            (choice, LABELS.get((choice, change.item.standing), LABELS[choice, None]))
            for choice in change.choices
            if choice != Choice.WRITTEN or writable(change)
        ]
        made = change.decided.choice if change.decided else ""
        return forms.ChoiceField(
            label=change.title, choices=offered, required=False, initial=made, widget=forms.RadioSelect
        )

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                change,
                named(SEEN, change),
                change.stamp,
                list(options(self[named("choice", change)])),
                [text(self[named(name, change)], name) for name in writable(change)],
            )
            for change in self.changes
        ]

    @property
    def decided(self) -> dict[str, Decision]:
        """Part → what was chosen now."""
        made = {}
        for change in self.changes:
            if choice := self.cleaned_data[named("choice", change)]:
                made[change.item.id] = self.decision(Choice(choice), change)
        return made

    def decision(self, choice: Choice, change: Change) -> Decision:
        if choice is Choice.WRITTEN:
            return Decision(choice, {name: self.cleaned_data[named(name, change)] for name in writable(change)})
        gone = gettext("The source took this step out in version %(number)s.") % {"number": self.number}
        return Decision(choice, reason=gone if choice is Choice.THEIRS else "")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for change in self.changes:
            choice = given.get(named("choice", change))
            if choice and given.get(named(SEEN, change), "") not in {"", change.stamp}:
                self.add_error(
                    named("choice", change), gettext("Somebody has worded this anew meanwhile. Choose again.")
                )
            elif choice == Choice.WRITTEN:
                self.clean_written(change, given)
            elif choice == "" and self.finish and not change.is_decided:
                self.add_error(named("choice", change), gettext("Choose first."))
            if choice != Choice.WRITTEN:
                self.forget_texts(change)
        return given

    def clean_written(self, change: Change, given: Mapping[str, Any]) -> None:
        names = writable(change)
        if "title" in names and given.get(named("title", change)) == "":
            self.add_error(named("title", change), gettext("Write the heading."))
        elif all(given.get(named(name, change)) == held(name, change) for name in names):
            self.add_error(named(names[0], change), gettext("Write the text as it will be, or keep yours."))

    def forget_texts(self, change: Change) -> None:
        """They are sent where they are folded away, too; nobody mends what she does not see."""
        for name in writable(change):
            self.errors.pop(named(name, change), None)


def options(field: forms.BoundField) -> Iterator[Option]:
    chosen = sent(field)
    for number, (value, label) in enumerate(field.field.choices):  # type: ignore[attr-defined]
        yield Option(f"{field.auto_id}_{number}", field.html_name, value, label, value == chosen)


def sent(field: forms.BoundField) -> str:
    """What was not sent with the others stands as it did before."""
    value = field.value()
    return str(field.initial if value is None else value)


def text(field: forms.BoundField, name: str) -> Text:
    most, is_long = WRITABLE[name], WRITABLE[name] == TEXT
    told = (str(field.label), str(field.help_text), most, sent(field), is_long)
    return Text(field, str(field.auto_id), field.html_name, *told)


def named(name: str, change: Change) -> str:
    return f"{name}-{change.item.id or 'head'}"


def writable(change: Change) -> list[str]:
    """The texts that both have changed."""
    return [name for name in WRITABLE if name in change.item.clashes] if change.item.ours else []


def held(name: str, change: Change) -> str:
    """What the network says now, as a field gives it."""
    return str(getattr(change.item.ours, name)).strip()


def written(name: str, change: Change) -> forms.CharField:
    initial, hint = begun(name, change)
    return forms.CharField(
        label=NAMES[name], help_text=hint, max_length=WRITABLE[name], required=False, initial=initial
    )


def begun(name: str, change: Change) -> tuple[str, str]:
    """What it begins as, and where that is from: both changes in one text, where they are in different places."""
    kept = change.decided.written if change.decided else None
    if kept and name in kept:
        return kept[name], ""
    base, theirs, ours = (getattr(part, name) for part in (change.item.base, change.item.theirs, change.item.ours))
    together = woven(base, theirs, ours)
    if together and len(together) <= WRITABLE[name]:
        return together, gettext("Begins with both changes. Write on as you like.")
    return ours, gettext("Begins as yours. Write it as it will be.")
