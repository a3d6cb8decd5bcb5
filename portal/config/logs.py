"""What is written to the log: a refusal is a line, a fault its whole story."""

import logging
import re

FAULTS = 500  # from here on something is wrong with us
SECRET = re.compile(r"(/kalender/)[^\s/]+")  # whoever has the address reads the calendar


class RefusalsAreShort(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every record; without its trace where the answer was a refusal."""
        if getattr(record, "status_code", FAULTS) < FAULTS:
            record.exc_info = None
        return True


class SecretsAreLeftOut(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every record; Django's own tell the address that was asked for, whatever was wrong with the request."""
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), ()
        return True


class Kept(RefusalsAreShort, SecretsAreLeftOut):
    def filter(self, record: logging.LogRecord) -> bool:
        return RefusalsAreShort.filter(self, record) and SecretsAreLeftOut.filter(self, record)
