"""The settings of the tests, for people who say more in a minute than anybody may."""

from portal.config.settings_test import *  # noqa: F403 an overlay

TALK_LIMITS = TALK_LIMITS | {"person": 10**6, "topic": 10**6}  # noqa: F405
