"""The words a column may hold. Labels are the words an analyst reads on screen.

Statuses, changes and stakes are the domain's own (``tracker.domain``); these are the rest.
"""

from django.db import models


class Review(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CountryType(models.TextChoices):
    STATE = "state", "State"
    REGION = "region", "Region of a state"
    ORGANISATION = "organisation", "Organisation"
    GROUP = "group", "Group, as words name it"
    COALITION = "coalition", "The coalition together"
    FUND = "fund", "Pooled fund"
    PRIVATE = "private", "Private giver"
    UNDISCLOSED = "undisclosed", "Not disclosed"


class Level(models.TextChoices):
    SITE = "site", "Site"
    CITY = "city", "City"
    REGION = "region", "Region"
    COUNTRY = "country", "Country"
    SEA = "sea", "Sea"


class Nature(models.TextChoices):
    STOCK = "stock", "Stock: the latest holds"
    FLOW = "flow", "Flow: periods add up"


class Reliability(models.TextChoices):
    """Admiralty grades of a source."""

    A = "A", "A – completely reliable"
    B = "B", "B – usually reliable"
    C = "C", "C – fairly reliable"
    D = "D", "D – not usually reliable"
    E = "E", "E – unreliable"
    F = "F", "F – cannot be judged"


class Credibility(models.IntegerChoices):
    """Admiralty grades of what a source says."""

    CONFIRMED = 1, "1 – confirmed by other sources"
    PROBABLE = 2, "2 – probably true"
    POSSIBLE = 3, "3 – possibly true"
    DOUBTFUL = 4, "4 – doubtful"
    IMPROBABLE = 5, "5 – improbable"
    UNJUDGED = 6, "6 – cannot be judged"


class Annotation(models.TextChoices):
    UNREAD = "unread", "Unread"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"


class SpeakerRole(models.TextChoices):
    OFFICIAL = "official", "Official"
    MILITARY = "military", "Military"
    FORMER = "former", "Former official"
    EXPERT = "expert", "Expert"
    REPORTER = "reporter", "Reporter"
    UNATTRIBUTED = "unattributed", "Unattributed"


class Voice(models.TextChoices):
    DIRECT = "direct", "Direct quotation"
    INDIRECT = "indirect", "Indirect speech"
    NARRATION = "narration", "Narration"
    CAPTION = "caption", "Caption"
    HEADLINE = "headline", "Headline"
    SUMMARY = "summary", "Summary"
    TABLE = "table", "Table"


class ReadsAs(models.TextChoices):
    LEVEL = "level", "Level"
    CHANGE = "change", "Change"
    TOTAL = "total", "Total to date"
    EVENT = "event", "One event of a table: always adds"


class Per(models.TextChoices):
    DAY = "day", "per day"
    MONTH = "month", "per month"
    YEAR = "year", "per year"


class Role(models.TextChoices):
    LEAD = "lead", "Lead"
    CO_LEAD = "co-lead", "Co-lead"
    PARTICIPANT = "participant", "Participant"
    HOST = "host", "Host"


class Basis(models.TextChoices):
    STATED = "stated", "Stated"
    IMPLIED = "implied", "Implied"


class Tie(models.TextChoices):
    STATED = "stated", "Stated"
    PRESUMED = "presumed", "Presumed"


class BoundsBy(models.TextChoices):
    WORDS = "words", "The words"
    ANALYST = "analyst", "The analyst"


class Scope(models.TextChoices):
    """What a token opens; each includes the one before it."""

    READ = "read", "Read, drafts too"
    WRITE = "write", "Write and submit"
    PUBLISH = "publish", "Publish and withdraw"
