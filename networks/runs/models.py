"""A routine as it is followed in a topic: its steps with who, when and how far, and what was done. It ends with the room."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from networks.directory.models import Network
from networks.discussion.models import Room, Topic
from networks.routines.models import Routine, RoutineVersion
from networks.runs.choices import OVER, REASON, Deed, RunState, StepState
from networks.steps.choices import Mode
from networks.steps.content import Step
from portal.accounts.models import User


class Run(models.Model):
    """Read and written by those in the room, and by nobody else. `is_exercise`: never counted."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="runs")
    routine = models.ForeignKey(Routine, on_delete=models.CASCADE, related_name="runs")
    version = models.ForeignKey(RoutineVersion, on_delete=models.PROTECT, related_name="+")  # it stays on this one
    is_exercise = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=RunState, default=RunState.RUNNING)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=REASON, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "id"), name="run_of_network"),
            models.UniqueConstraint(
                fields=("network", "topic"), condition=models.Q(state=RunState.RUNNING), name="run_one_in_a_topic"
            ),
        )

    def __str__(self) -> str:
        return f"run {self.pk}"

    def get_absolute_url(self) -> str:
        """Needs the network."""
        return reverse("networks:runs:run", args=[self.network.slug, self.pk])

    @property
    def is_running(self) -> bool:
        return self.state == RunState.RUNNING


class RunStep(models.Model):
    """One step of a run. `version` holds its wording: the run's own, or a newer one it was taken from."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    version = models.ForeignKey(RoutineVersion, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=StepState, default=StepState.OPEN)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # who answers for it
    due_on = models.DateField(null=True)
    is_moved = models.BooleanField(default=False)  # the day was set by hand
    ticked = ArrayField(models.PositiveSmallIntegerField(), default=list)  # which of its points, from nought
    answer = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)  # why it was skipped
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # the first of two
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ("number", "pk")
        constraints = (models.UniqueConstraint(fields=("network", "run", "key"), name="run_step_once"),)

    def __str__(self) -> str:
        return f"step {self.key} of run {self.run_id}"

    @property
    def wording(self) -> Step:
        part = self.version.wording.parts[self.key]
        if not isinstance(part, Step):
            raise TypeError(self.key)
        return part

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def asks_for_two(self) -> bool:
        """A duty waits for nobody's approval, whatever the routine says (domain.md 2.6)."""
        return self.wording.two_sign and self.wording.mode != Mode.DUTY

    def is_late(self, today: date) -> bool:
        return not self.is_over and self.due_on is not None and self.due_on < today


class RunEvent(models.Model):
    """One line of the timeline. Written once, by whoever did it."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    deed = models.CharField(max_length=20, choices=Deed)
    title = models.CharField(max_length=200, blank=True)  # of the step or the point, as it was called then
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # whom it was given to
    day_on = models.DateField(null=True)  # the deadline it was moved to
    done_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.deed} in run {self.run_id}"
