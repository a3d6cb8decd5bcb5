"""No local word is lost: ten thousand histories, and a broken merge that is found out."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from networks.steps import merge
from networks.steps.content import Content, Head, Step
from networks.steps.merge import Choice, Comparison, Decision, Standing, merged
from tests.networks.steps.histories import History, as_bytes, live_through, with_part

HISTORIES = 10_000


def test_nothing_of_the_networks_own_is_lost_in_ten_thousand_histories() -> None:
    histories = live_through_all()

    # Each checked its own ledger after every new version; these say that there was something to lose.
    assert len(histories) == HISTORIES
    assert sum(len(history.words) + len(history.own) for history in histories) > 2 * HISTORIES
    assert sum(step.is_hidden for history in histories for step in history.ours.steps) > HISTORIES / 10


def live_through_all() -> list[History]:
    return [live_through(seed) for seed in range(HISTORIES)]


def test_declining_everything_changes_not_a_byte() -> None:
    for seed in range(1_000):
        history = live_through(seed)
        history.source_changes()
        before = as_bytes(history.ours)

        history.take_in({})

        assert as_bytes(history.ours) == before


def test_what_was_decided_is_not_asked_again() -> None:
    for seed in range(1_000):
        history = live_through(seed)

        again = Comparison(history.base, history.base, history.ours)

        assert [item.id for item in again.items if item.is_open] == []


def test_merging_a_second_time_changes_nothing() -> None:
    for seed in range(2_000):
        history = live_through(seed)
        for _ in range(3):
            history.source_changes()
        base, decisions = history.base, history.take_in()

        again = merged(Comparison(base, history.source, history.ours), decisions)

        assert as_bytes(again) == as_bytes(history.ours), seed


def test_taking_everything_without_own_changes_gives_the_source() -> None:
    for seed in range(1_000):
        history = History.begin(seed)
        for _ in range(6):
            history.source_changes()
        seen = Comparison(history.base, history.source, history.ours)

        made = merged(seen, {item.id: Decision(Choice.TAKE) for item in seen.items})

        assert made == history.source


BROKEN: dict[str, tuple[str, Callable[..., Any]]] = {
    "takes theirs where both changed": (
        "decided",
        lambda item, decision: item.ours if decision.choice is Choice.LEAVE else item.theirs or item.ours,
    ),
    "drops what the source dropped": ("put_aside", lambda item, decision: None),
    "overwrites where nothing was decided": ("decided", lambda item, decision: item.theirs or item.ours),
    "puts every step where the source has it": ("keeps", lambda order, pairs: True),
    "forgets a step of its own": (
        "decided",
        lambda item, decision: None if item.is_own else item.ours,
    ),
    "shows what was put aside": (
        "overwritten",
        lambda part, decision: replace(part, hidden="") if isinstance(part, Step) else part,
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_merge_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, *BROKEN[name])

    with pytest.raises(AssertionError):
        live_through_all()


def step(key: str, **told: Any) -> Step:
    return Step(id=key, title=told.pop("title", key), role="coordinator", **told)


def content(*steps: Step) -> Content:
    return Content(Head(title="Rutine"), steps)


def standing(base: Content, theirs: Content, ours: Content, of: str = "a") -> Standing:
    return next(item.standing for item in Comparison(base, theirs, ours).items if item.id == of)


class TestAStepStands:
    base = content(step("a", text="Ring."), step("b"))

    def test_as_before_where_nobody_changed_it(self) -> None:
        assert standing(self.base, self.base, self.base) is Standing.SAME

    def test_as_theirs_where_only_they_did(self) -> None:
        theirs = with_part(self.base, step("a", text="Ring først."))

        assert standing(self.base, theirs, self.base) is Standing.THEIRS

    def test_as_ours_where_only_the_network_did(self) -> None:
        ours = with_part(self.base, step("a", text="Ring Kari."))

        assert standing(self.base, self.base, ours) is Standing.OURS

    def test_as_changed_by_both_where_it_is_the_same_field(self) -> None:
        theirs = with_part(self.base, step("a", text="Ring først."))
        ours = with_part(self.base, step("a", text="Ring Kari."))

        assert standing(self.base, theirs, ours) is Standing.BOTH

    def test_as_theirs_where_each_changed_its_own_field(self) -> None:
        theirs = with_part(self.base, step("a", text="Ring først."))
        ours = with_part(self.base, step("a", text="Ring.", hidden="Ikke hos oss."))

        assert standing(self.base, theirs, ours) is Standing.THEIRS

    def test_as_before_where_both_changed_it_alike(self) -> None:
        both = with_part(self.base, step("a", text="Ring først."))

        assert standing(self.base, both, both) is Standing.OURS

    def test_as_dropped_where_the_source_let_it_go(self) -> None:
        assert standing(self.base, content(step("b")), self.base) is Standing.DROPPED

    def test_as_a_persons_to_decide_where_a_dropped_step_was_reworded(self) -> None:
        ours = with_part(self.base, step("a", text="Ring Kari."))

        assert standing(self.base, content(step("b")), ours) is Standing.DROPPED_BUT_OURS

    def test_as_added_where_the_source_has_a_new_one(self) -> None:
        theirs = content(step("a", text="Ring."), step("c"), step("b"))

        assert standing(self.base, theirs, self.base, "c") is Standing.ADDED

    def test_as_ours_where_the_network_did_not_want_it(self) -> None:
        theirs = content(step("a", text="Ring."), step("c"), step("b"))
        ours = merged(Comparison(self.base, theirs, self.base), {})

        assert "c" not in ours.parts
        assert [item.id for item in Comparison(theirs, theirs, ours).items if item.is_open] == []

    def test_as_a_persons_to_decide_where_an_unwanted_step_comes_anew(self) -> None:
        known = content(step("a", text="Ring."), step("b"))
        newer = content(step("a", text="Ring."), step("b", text="Nytt."))

        assert standing(known, newer, content(step("a", text="Ring.")), "b") is Standing.BOTH

    def test_as_theirs_to_offer_where_nobody_knows_what_it_was_built_on(self) -> None:
        """A file from elsewhere: both have the step, and what they share no longer stands anywhere."""
        ours = with_part(self.base, step("a", text="Ring Kari."))

        assert standing(content(), self.base, ours) is Standing.THEIRS
        assert standing(content(), self.base, ours, "b") is Standing.SAME
        assert merged(Comparison(content(), self.base, ours), {}) == ours

    def test_as_a_persons_to_decide_where_moving_it_would_pass_an_own_step(self) -> None:
        ours = content(step("a", text="Ring."), step("egen"), step("b"))
        theirs = content(step("b"), step("a", text="Ring."))

        assert [item.id for item in Comparison(self.base, theirs, ours).items if item.waits] != []


class TestADecision:
    base = content(step("a", text="Ring.", points=("Nå",)), step("b"))
    theirs = with_part(base, step("a", text="Ring først.", points=("Nå", "Straks")))
    ours = with_part(base, step("a", text="Ring Kari.", points=("Nå",)))

    def made(self, decision: Decision) -> Step:
        return merged(Comparison(self.base, self.theirs, self.ours), {"a": decision}).steps[0]

    def test_to_leave_keeps_the_step_whole(self) -> None:
        assert self.made(Decision(Choice.LEAVE)) == self.ours.steps[0]

    def test_to_take_keeps_the_networks_words_and_takes_the_rest(self) -> None:
        assert self.made(Decision(Choice.TAKE)) == step("a", text="Ring Kari.", points=("Nå", "Straks"))

    def test_for_theirs_gives_up_the_networks_words(self) -> None:
        assert self.made(Decision(Choice.THEIRS)) == self.theirs.steps[0]

    def test_to_write_puts_the_written_in(self) -> None:
        made = self.made(Decision(Choice.WRITTEN, {"text": "Ring Kari først."}))

        assert made == step("a", text="Ring Kari først.", points=("Nå", "Straks"))

    def test_to_write_holds_where_the_step_was_taken_out_here_meanwhile(self) -> None:
        seen = Comparison(self.base, self.theirs, content(step("b")))

        made = merged(seen, {"a": Decision(Choice.WRITTEN, {"text": "Ring Kari først."})})

        assert made.parts["a"] == step("a", text="Ring Kari først.", points=("Nå", "Straks"))

    def test_to_let_a_reworded_step_go_puts_it_aside_with_its_words(self) -> None:
        seen = Comparison(self.base, content(step("b")), self.ours)

        made = merged(seen, {"a": Decision(Choice.THEIRS, reason="Tatt bort i versjon 4.")})

        assert made.steps[0] == replace(self.ours.steps[0], hidden="Tatt bort i versjon 4.")

    def test_to_take_a_new_step_puts_it_where_the_source_has_it(self) -> None:
        theirs = content(self.base.steps[0], step("c"), step("b"))

        made = merged(Comparison(self.base, theirs, self.base), {"c": Decision(Choice.TAKE)})

        assert made.order == ("a", "c", "b")


def test_two_networks_deciding_alike_end_alike() -> None:
    """The merge rests on nothing but its arguments."""
    rng = random.Random(7)
    history = live_through(rng.randrange(10_000))
    history.source_changes()
    seen = Comparison(history.base, history.source, history.ours)
    decisions = {item.id: Decision(Choice.TAKE) for item in seen.items}

    assert as_bytes(merged(seen, decisions)) == as_bytes(merged(seen, decisions))
