"""How often something was done lately, counted for all processes of the site together."""

from __future__ import annotations

from django.db import connection, models

from tracker.models.base import CodeField
from tracker.models.history import guarded

HIT = """
INSERT INTO tracker_throttle AS t (key, until, count)
    VALUES (%(key)s, clock_timestamp() + make_interval(secs => %(seconds)s), 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN t.until <= clock_timestamp() THEN 1 ELSE t.count + 1 END,
    until = CASE WHEN t.until <= clock_timestamp() THEN EXCLUDED.until ELSE t.until END
RETURNING count, extract(epoch FROM until - clock_timestamp())::float
"""

FORGET = """
DELETE FROM tracker_throttle WHERE key IN (
    SELECT key FROM tracker_throttle WHERE until <= clock_timestamp()
    LIMIT 100 FOR UPDATE SKIP LOCKED)
"""


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    def hit(self, key: str, seconds: int) -> tuple[int, float]:
        """Count one more of ``key`` in its window: how many that makes, and how long it lasts yet.

        One statement, so that two processes never count one. What is over is forgotten on the way.
        """
        with connection.cursor() as cursor:
            cursor.execute(HIT, {"key": key, "seconds": seconds})
            count, left = cursor.fetchone()
            if count == 1:
                cursor.execute(FORGET)
        return count, max(left, 0.0)


class Throttle(models.Model):
    """A window of time that began with its first hit. No record: nothing of it is kept."""

    key = CodeField(primary_key=True)
    until = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    objects = ThrottleQuerySet.as_manager()

    class Meta:
        constraints = [*guarded("throttle")]

    def __str__(self) -> str:
        return f"{self.key}: {self.count} until {self.until:%H:%M:%S}"
