"""A child that ends when its parent does, also when the parent was killed."""

import os
import signal
import threading

STDIN = 0


def end_with_parent() -> None:
    """The parent holds the other end of standard input; when it dies, however it dies, that end closes."""
    threading.Thread(target=wait_for_parent, daemon=True, name="parent").start()


def wait_for_parent() -> None:
    os.read(STDIN, 1)  # unbuffered: a buffer's lock would be held while the interpreter ends
    os.kill(os.getpid(), signal.SIGTERM)
