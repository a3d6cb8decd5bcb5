"""Who has a conversation open, in whichever process, where its network has chosen to show it. Kept in memory alone.

Each process says it of its own listeners when they come and go, and again at every beat; what nobody says again is
forgotten, so that a process that died leaves nobody standing there.
"""

import time
from collections.abc import Iterable

from portal.live.store import Store
from portal.live.tasks import keep

FORGOTTEN_AFTER = 40.0  # seconds: three beats missed
MOST_IN_A_NOTICE = 500  # people: a notice holds 8,000 bytes


class Presence:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.own: dict[int, set[int]] = {}  # by conversation: who listens in this process
        self.seen: dict[int, dict[int, float]] = {}  # by conversation: who was told to be there, and when last

    def comes(self, number: int, user_id: int) -> None:
        self.own.setdefault(number, set()).add(user_id)
        keep(self.store.is_here(number, [user_id]))

    def goes(self, number: int, user_id: int) -> None:
        """Her last socket here. Where she has another process too, that says at once that she is still there."""
        if user_id in self.own.get(number, ()):
            self.forget(number, user_id)
            keep(self.store.is_away(number, user_id))

    def forget(self, number: int, user_id: int) -> None:
        self.own[number].discard(user_id)
        if not self.own[number]:
            del self.own[number]
            self.seen.pop(number, None)

    def here(self, number: int, people: Iterable[int]) -> bool:
        """A notice. Returns whether somebody is new; what nobody here listens to is passed over."""
        if number not in self.own:
            return False
        seen, now = self.seen.setdefault(number, {}), time.monotonic()
        new = [user_id for user_id in people if user_id not in seen]
        seen.update(dict.fromkeys(people, now))
        return bool(new)

    def away(self, number: int, user_id: int) -> bool:
        """A notice. Returns whether somebody is gone."""
        if user_id in self.own.get(number, ()):
            keep(self.store.is_here(number, [user_id]))
            return False
        return self.seen.get(number, {}).pop(user_id, None) is not None

    async def beat(self) -> list[int]:
        """Say it again of those here, and forget who is not said any more. Returns what has changed."""
        if not self.own:
            return []
        asked = list(self.own)
        showing, now = await self.store.showing(asked), time.monotonic()
        for number in set(asked) - showing:
            self.own.pop(number, None)
        for number, people in list(self.own.items()):
            await self.store.is_here(number, sorted(people)[:MOST_IN_A_NOTICE])
        return [number for number in list(self.seen) if self.swept(number, now)]

    def swept(self, number: int, now: float) -> bool:
        seen = self.seen[number] if number in self.own else self.seen.pop(number)
        gone = [user_id for user_id, at in seen.items() if now - at > FORGOTTEN_AFTER or number not in self.own]
        for user_id in gone:
            del seen[user_id]
        return bool(gone)

    def there(self, number: int) -> list[int]:
        return sorted(self.seen.get(number, {}))
