"""The database's day and moment, for filters: endings are kept by one clock, wherever they are asked about."""

from django.db import models


class Today(models.Func):
    function = "sec.today"
    arity = 0
    output_field = models.DateField()


class Now(models.Func):
    function = "sec.now"
    arity = 0
    output_field = models.DateTimeField()
