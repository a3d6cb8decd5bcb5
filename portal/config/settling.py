"""What a process that serves does once it has read everything in."""

import gc

from django.urls import get_resolver

SELDOM = 20_000  # things made and not yet given up, before the newest are looked through; a page makes some thousands


def settle() -> None:
    """What is loaded stays loaded. To look through it for waste again and again takes 120 to 240 ms each time, in which
    nobody is answered; and a worker that has looked through it shares it no longer with the process it was made from.
    """
    _ = get_resolver().url_patterns  # the views are read in now, not while the first one waits
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
