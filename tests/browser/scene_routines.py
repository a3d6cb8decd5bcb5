"""Routines beside the demo's: in Skogdal one with news from its source, one that waits for its reader; a draft at the
supervisors' desk."""

from dataclasses import replace
from datetime import date
from functools import partial
from uuid import uuid4

from knowledge.library.models import Article
from networks.directory.models import Network
from networks.discussion.models import Room
from networks.library import services as library
from networks.library.models import Suggestion
from networks.library.queries import adoptable
from networks.routines import services
from networks.routines.models import Routine, RoutineVersion
from networks.runs import services as runs
from networks.runs.access import get_step_or_404
from networks.runs.models import Run, RunStep
from networks.steps.content import Content, Head, Step
from networks.steps.editing import reworded
from networks.steps.exchange import Ancestor, Document
from portal.accounts.models import User
from portal.tenancy.context import acting_as
from tests.browser.scene_rooms import LONG
from tests.contracts.things_routines import REVIEW, open_of, published
from tests.contracts.things_routines import written as at_the_desk

TAKEN = "exit-oppfolging"


def lay_routines(words: dict[str, str], by: User, deputy: User) -> dict[str, str]:
    """Acting as the coordinator of Skogdal. One draft waits for her word, one for the deputy's."""
    network = Network.objects.get(slug="skogdal-og-elvestad")
    return words | {
        "news": news(network, by),
        "reading": reading(network, deputy, by),
        "waiting": waiting(network, by, deputy),
        "read_in": read_in(network, by),
        "desk": at_the_desk("skrivebordet"),
        "in_review": in_review("overlevering-koordinator"),
        "step": "lag-plan",
        "adopted": adopted(),
        "suggestion": str(Suggestion.objects.latest("pk").pk),
        "run": str(Run.objects.get(network=network).pk),
        "planned": planned(),
        "exercise": str(exercise(network, by).pk),
    }


def in_review(key: str) -> str:
    """The library's next version, reworded and with a step that is new, before its second reader."""
    source, by = adoptable(key), User.objects.get(email="supervisor@demo.invalid")
    assert source
    with acting_as(by.pk):
        first = source.wording.steps[0]
        content = reworded(source.wording, first.id, text=f"Dette er skrevet om. {LONG}")
        content = replace(content, steps=(*content.steps, Step(id="nytt", title="Et nytt steg", role="coordinator")))
        version = library.write(document=Document(key, source.routine.kind, "nb", content), by=by)
        library.send(version=version, note="Skrevet om", significance="medium", review_on=REVIEW, by=by)
    return key


def exercise(network: Network, by: User) -> Run:
    """Of the demo's own routine, in its room: overdue, with an answer, a skipped step and one signed by one."""
    known = Run.objects.filter(network=network, is_exercise=True).first()
    if known:
        return known
    version = RoutineVersion.objects.select_related("routine").filter(network=network, state="published").first()
    room = Room.objects.select_related("network").get(network=network, name="Drøfting 3")
    assert version
    run = runs.start_anew(room=room, version=version, people={}, is_exercise=True, client_id=uuid4(), by=by)
    first, second = version.wording.shown[:2]
    runs.skip(step=get_step_or_404(by, network.slug, run.pk, first.id), reason=f"Gjort før vi begynte. {LONG}", by=by)
    RunStep.objects.filter(run=run, key=second.id).update(due_on=date(2026, 1, 5), is_moved=True)
    return run


def planned() -> str:
    """The room in Fjordby that most are in."""
    coordinator = User.objects.get(email="coordinator@demo.invalid")
    with acting_as(coordinator.pk):
        return str(Room.objects.get(network__slug="fjordby", name="Planer").pk)


def adopted() -> str:
    """The demo's own, in Fjordby; one of the articles it points to has changed since it was put in force."""
    article = Article.objects.get(slug="samtale-med-foreldre")
    article.significance, article.change_note = "medium", "Avsnittet om hvem som ringer hjem, er skrevet om."
    article.save_revision().publish()
    coordinator = User.objects.get(email="coordinator@demo.invalid")
    with acting_as(coordinator.pk):
        return str(Routine.objects.get(network__slug="fjordby", kind="routine").pk)


def news(network: Network, by: User) -> str:
    """Reworded, moved, put aside and added to; then the source comes with a version that touches most of it."""
    source = adoptable(TAKEN)
    assert source
    routine = services.adopt(network=network, version=source, by=by)
    version = open_of(routine)
    services.change(version=version, how=ours, by=by)
    newer = published(TAKEN, theirs(source.wording))
    services.look_at_news(version=version, news=newer, by=by)
    return str(routine.pk)


def ours(content: Content) -> Content:
    made = reworded(content, "ta-imot", text="Ring koordinatoren i Skogdal samme dag. Lov ikke mer enn dere kan holde.")
    made = reworded(made, "hold-kontakten", hidden="Hos oss er dette en del av planen.")
    own = Step(
        id="s-eget", title=f"Ring hjelpetelefonen {LONG}", role="coordinator", text="Vi har avtalt det med legen."
    )
    return replace(made, steps=(*made.steps[:2], own, *made.steps[2:]))


def theirs(content: Content) -> Content:
    made = reworded(content, "ta-imot", text="Den som blir spurt, svarer innen en time og finner ut hva som haster.")
    made = reworded(made, "lag-plan", points=("Et lite steg som lykkes", "Hvem som hjelper", "Når dere møtes igjen"))
    new = Step(id="evaluer", title="Evaluer sammen", role="leads", text="Hva virket, og hva gjør dere annerledes?")
    return replace(made, steps=(*made.steps, new))


def read_in(network: Network, by: User) -> str:
    """From a network that took it in from another one, which says strange things of itself."""
    before = Ancestor("rutine-7-7", 12, f"<b>Nettverket</b> {LONG}"), Ancestor("rutine-1-1", 1, "Nettverket i Dalen")
    content = Content(Head(title="Når noen vil snakke"), (Step(id="lytt", title="Lytt først", role="coordinator"),))
    document = Document("rutine-8-8", "routine", "nb", content, 3, before, "Nettverket ved fjorden")
    return str(services.read_in(network=network, document=document, by=by).pk)


def waiting(network: Network, by: User, reader: User) -> str:
    """Of the coordinator's, with its reader."""
    source = adoptable("mentor-avslutning")
    assert source
    routine = services.adopt(network=network, version=source, by=by)
    services.send(version=open_of(routine), reader=reader, note="Som i biblioteket", review_on=REVIEW, by=by)
    return str(routine.pk)


def reading(network: Network, by: User, reader: User) -> str:
    source = adoptable("mentor-start")
    assert source
    how = partial(reworded, key="finn-mentor", text=f"Spør {LONG}.")
    with acting_as(by.pk):
        routine = services.adopt(network=network, version=source, by=by)
        services.change(version=open_of(routine), how=how, by=by)
        services.send(version=open_of(routine), reader=reader, note="Vi låner mentorer", review_on=REVIEW, by=by)
    return str(routine.pk)
