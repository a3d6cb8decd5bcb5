"""Every ending is kept by a job, and every job has its hour."""

import subprocess
import sys

from procrastinate.contrib.django import app

from portal.bootstrap import ROOT
from portal.config import jobs
from portal.notices.kinds import KINDS

TELLING = {"tell_daily"}  # has its hour too, and ends nothing


def test_every_job_that_keeps_an_ending_has_its_hour() -> None:
    keeping = {name for name, task in app.tasks.items() if task.queue == "endings"}

    assert {name for name, _ in app.periodic_registry.periodic_tasks} == keeping | TELLING
    assert jobs.publish_scheduled.name in keeping


WORKER = """
import django
django.setup()
import portal.config.jobs
from portal.notices.kinds import KINDS
print(" ".join(sorted(KINDS)))
"""


def test_the_worker_knows_every_kind_of_notice() -> None:
    """It reads no addresses, and so no slice that it is not told of: what it does not know it would take for over."""
    told = subprocess.run([sys.executable, "-c", WORKER], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout.split() == sorted(KINDS)
