"""Pages as they were last written out for somebody who only reads."""

from django.db import models


class Edition(models.Model):
    """The number of all public pages together. It turns whenever one of them, or what they point at, changes.

    A page is kept under the number that was read before it was written out, so that one written from the old text while
    the new is being published is never shown afterwards.
    """

    number = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).first() or 0

    @classmethod
    def turn(cls) -> None:
        if not cls.objects.update(number=models.F("number") + 1):
            cls.objects.create()


class Printed(models.Model):
    """The rows of the cache «pages»; a model so that its migration makes the table."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
