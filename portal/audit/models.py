"""What was done, by whom, when. Written by the database's own function, chained per network, never changed.

No foreign keys out: an entry outlives its actor and its subject. Labels are copied and stand outside the chain,
so that a name can be erased without breaking it.
"""

from django.db import models


class Entry(models.Model):
    network_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=120)
    role = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    hash = models.BinaryField()

    class Meta:
        ordering = ("-seq",)
        constraints = (models.UniqueConstraint(fields=("network_id", "seq"), name="audit_one_entry_per_number"),)
        indexes = (models.Index(fields=("network_id", "action", "-seq"), name="audit_by_action"),)

    def __str__(self) -> str:
        return f"{self.action} {self.seq}"


class Cache(models.Model):
    """Django's database cache (rate limits, TOTP replay guard); a model so that its migration makes the table."""

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "portal_cache"

    def __str__(self) -> str:
        return self.cache_key
