"""A forgotten password: whether the address has an account is found out by the worker, never while somebody waits."""

import json

from procrastinate.contrib.django import app

from portal.accounts.sealing import seal, unseal
from portal.accounts.services import password_link_of
from portal.notices.services import send


def queue_reset(*, email: str, language: str) -> None:
    """The same work for every address: no answer and no clock tells who has an account."""
    answer_forgotten.defer(asked=seal(json.dumps({"email": email, "language": language}), purpose="forgotten"))


@app.task(name="answer_forgotten", queue="mail", pass_context=False)
def answer_forgotten(*, asked: str) -> None:
    told = json.loads(unseal(asked, purpose="forgotten"))
    if found := password_link_of(email=told["email"]):
        address, link = found
        send("password_link", to=address, context={"link": link}, language=told["language"])
