"""What is written to the log: a refusal is a line, a fault its whole story."""

import logging

FAULTS = 500  # from here on something is wrong with us


class RefusalsAreShort(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps every record; without its trace where the answer was a refusal."""
        if getattr(record, "status_code", FAULTS) < FAULTS:
            record.exc_info = None
        return True
