"""One hub per live process: who listens to which conversation, and what reaches whom.

A hint says that something happened. The hub then asks once, for all who listen here, what it was and who may hear it now,
and writes the same text to each of them. A slow reader is set aside and never delays the others. Whoever has lost her
access hears nothing from the very next message, with no message needed that says so (docs/decisions/0051).
"""

import asyncio
import json
import logging
from collections import Counter

from portal.live.listener import MADE_ROOM, POLICY, TRY_LATER, Listener, tell_each
from portal.live.presence import Presence
from portal.live.store import Store
from portal.live.tasks import keep

logger = logging.getLogger(__name__)
AT_ONCE = 5  # sockets of one person; the oldest makes room
BEAT = 12  # seconds between two looks at heads and sessions: what no hint told is known within fifteen


class Conversation:
    """How far this process has told its listeners, and how far it knows there is something to tell."""

    def __init__(self, number: int, event: int) -> None:
        self.number, self.event, self.wanted = number, event, event
        self.listeners: dict[int, set[Listener]] = {}
        self.telling: asyncio.Task[None] | None = None

    def add(self, listener: Listener) -> None:
        self.listeners.setdefault(listener.user_id, set()).add(listener)

    def discard(self, listener: Listener) -> None:
        theirs = self.listeners.get(listener.user_id, set())
        theirs.discard(listener)
        if not theirs:
            self.listeners.pop(listener.user_id, None)


class Hub:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.conversations: dict[int, Conversation] = {}
        self.sockets: dict[int, list[Listener]] = {}
        self.presence = Presence(store)
        self.doubts: Counter[int] = Counter()  # how often that was asked of each person here
        self.doubted: Counter[int] = Counter()  # people of whom it is being looked up whether they still may hear

    # Sockets come and go

    def enter(self, listener: Listener) -> None:
        """A person's oldest socket makes room when she has too many."""
        theirs = self.sockets.setdefault(listener.user_id, [])
        theirs.append(listener)
        if len(theirs) > AT_ONCE:
            self.drop(theirs[0], MADE_ROOM)

    def leave(self, listener: Listener) -> None:
        listener.gone = True
        for number in listener.conversations:
            self.forget(listener, number)
        theirs = self.sockets.get(listener.user_id, [])
        if listener in theirs:
            theirs.remove(listener)
        if not theirs:
            self.sockets.pop(listener.user_id, None)
            self.doubts.pop(listener.user_id, None)

    def forget(self, listener: Listener, number: int) -> None:
        conversation = self.conversations.get(number)
        if conversation:
            conversation.discard(listener)
            if listener.user_id not in conversation.listeners:
                self.presence.goes(number, listener.user_id)
            if not conversation.listeners:
                del self.conversations[number]

    def drop(self, listener: Listener, code: int) -> None:
        listener.close(code)
        self.leave(listener)

    async def listen(self, listener: Listener, number: int) -> int | None:
        """From now on she hears this conversation: the event from which, or None where it is not hers."""
        doubts = self.doubts[listener.user_id]
        admitted = await self.store.admit(listener.session, number)
        if self.doubts[listener.user_id] != doubts:  # something may have ended for her while it was asked
            return await self.listen(listener, number)
        if admitted is None or listener.gone or admitted.user_id != listener.user_id:
            return None
        is_first = number not in self.conversations
        conversation = self.conversations.setdefault(number, Conversation(number, admitted.event))
        conversation.add(listener)
        listener.conversations.add(number)
        listener.name = admitted.name
        if admitted.shows_presence:
            self.presence.comes(number, listener.user_id)
        if is_first and (again := await self.store.admit(listener.session, number)):
            self.said(number, again.event)  # a hint that came while it was asked found nobody here
        return max(admitted.event, conversation.wanted)  # she fetches what she does not have yet

    # Something happened

    def said(self, number: int, event: int) -> None:
        """The hint. Several that come while one is being told are told together."""
        conversation = self.conversations.get(number)
        if conversation is None or event <= conversation.wanted:
            return
        conversation.wanted = event
        if conversation.telling is None or conversation.telling.done():
            conversation.telling = keep(self.tell(conversation))

    async def tell(self, conversation: Conversation) -> None:
        """What could not be asked for now is asked for at the next hint, or the next beat."""
        try:
            while conversation.event < conversation.wanted:
                await self.tell_once(conversation)
        except Exception:
            conversation.wanted = conversation.event
            logger.exception("What was said in conversation %s could not be told.", conversation.number)

    async def tell_once(self, conversation: Conversation) -> None:
        asked = frozenset(conversation.listeners)
        news = await self.store.news(conversation.number, conversation.event)
        still = [user_id for user_id in asked & news.hearers if not self.doubted[user_id]]
        hearers = [one for user_id in still for one in conversation.listeners.get(user_id, ())]
        for event, frame, deaf in news.frames:
            able = [one for one in hearers if one.user_id not in deaf] if deaf else hearers
            tell_each(able, f'{{"since":{conversation.event},{frame[1:]}')
            conversation.event = event
            await asyncio.sleep(0)  # many at once would otherwise fill the buffers of those who do read
        latecomers = [
            one for user_id, theirs in conversation.listeners.items() if user_id not in asked for one in theirs
        ]
        if news.event > conversation.event:  # something without a text: the topic was closed
            self.stand(conversation, news.event, hearers)
        self.stand(conversation, conversation.event, latecomers)  # they ask for what was told while they came
        if news.event < conversation.wanted and not news.frames:
            conversation.wanted = news.event  # a hint of what never came

    def stand(self, conversation: Conversation, event: int, hearers: list[Listener]) -> None:
        tell_each(hearers, f'{{"topic":{conversation.number},"event":{event}}}')
        conversation.event = event

    def pass_on(self, number: int, user_id: int, text: str) -> None:
        """Something that is not kept, such as that she is writing: to the others who listen."""
        conversation = self.conversations.get(number)
        if conversation:
            self.tell_unless(conversation, user_id, text)

    def tell_unless(self, conversation: Conversation, user_id: int | None, text: str) -> None:
        """To everybody else; and to nobody of whom it is being looked up whether she still may hear."""
        theirs = [
            ears for other, ears in conversation.listeners.items() if other != user_id and not self.doubted[other]
        ]
        tell_each((one for ears in theirs for one in ears), text)

    def here(self, number: int, people: list[int]) -> None:
        if self.presence.here(number, people):
            self.tell_presence(number)

    def away(self, number: int, user_id: int) -> None:
        if self.presence.away(number, user_id):
            self.tell_presence(number)

    def tell_presence(self, number: int) -> None:
        conversation = self.conversations.get(number)
        if conversation:
            told = {"topic": number, "here": self.presence.there(number)}
            self.tell_unless(conversation, None, json.dumps(told))

    # Access ends

    def doubt(self, user_id: int) -> None:
        """Something may have ended for her. Until that is looked up she hears nothing; then she fetches what came."""
        if user_id in self.sockets:
            self.doubts[user_id] += 1
            self.doubted[user_id] += 1
            keep(self.look_up(user_id))

    async def look_up(self, user_id: int) -> None:
        try:
            await self.check(user_id)
        except Exception:
            logger.exception("Whether somebody may still listen could not be looked up; she is let go.")
            for listener in list(self.sockets.get(user_id, ())):
                self.drop(listener, TRY_LATER)
        self.doubted[user_id] -= 1
        for conversation in self.conversations.values():
            self.stand(conversation, conversation.event, list(conversation.listeners.get(user_id, ())))

    async def check(self, user_id: int | None = None) -> None:
        """Look at once whether those here still may: one person after something changed for her, or everybody."""
        theirs = self.sockets.values() if user_id is None else [self.sockets.get(user_id, [])]
        places = [(one, number) for listeners in theirs for one in listeners for number in one.conversations or {0}]
        if not places:
            return
        heads = await self.store.heads([(one.session, number) for one, number in places])
        for (listener, number), head in zip(places, heads, strict=True):
            if head is None:
                self.drop(listener, POLICY)
            elif number:
                self.said(number, head)

    async def beat(self) -> None:
        """Again and again: what no hint told is found, and whoever may not hear any more is let go."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self.check()
                for number in await self.presence.beat():
                    self.tell_presence(number)
            except Exception:
                logger.exception("The heartbeat of the live connections failed.")
