"""Every ending is kept by a job, and every job has its hour."""

from procrastinate.contrib.django import app

from portal.config import jobs

TELLING = {"tell_daily"}  # has its hour too, and ends nothing


def test_every_job_that_keeps_an_ending_has_its_hour() -> None:
    keeping = {name for name, task in app.tasks.items() if task.queue == "endings"}

    assert {name for name, _ in app.periodic_registry.periodic_tasks} == keeping | TELLING
    assert jobs.publish_scheduled.name in keeping
