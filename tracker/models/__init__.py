"""The nouns: one file each, its QuerySet above its model, constraints and triggers in Meta.

A rule that must hold whatever the door stands here, in the database. Imports ``domain`` alone.
"""

from tracker.models.action import Action
from tracker.models.choices import Review
from tracker.models.coalition import Coalition
from tracker.models.comment import Comment
from tracker.models.contribution import Contribution
from tracker.models.country import Country, Member
from tracker.models.idempotency import IdempotencyKey
from tracker.models.kind import Kind, LineOfEffort
from tracker.models.loaded import Loaded
from tracker.models.metric import Metric
from tracker.models.place import Place
from tracker.models.quote import Quote
from tracker.models.receipt import Receipt
from tracker.models.redirect import Redirect
from tracker.models.release import Release
from tracker.models.saved_view import SavedView
from tracker.models.source import Source
from tracker.models.speaker import Speaker
from tracker.models.state import Figure, Stale, Standing, State
from tracker.models.statement import Statement, StatementQuote
from tracker.models.tally import Tally, TallyCountry, TallyQuote
from tracker.models.throttle import Throttle
from tracker.models.token import Token

__all__ = [
    "Action",
    "Coalition",
    "Comment",
    "Contribution",
    "Country",
    "Figure",
    "IdempotencyKey",
    "Kind",
    "LineOfEffort",
    "Loaded",
    "Member",
    "Metric",
    "Place",
    "Quote",
    "Receipt",
    "Redirect",
    "Release",
    "Review",
    "SavedView",
    "Source",
    "Speaker",
    "Stale",
    "Standing",
    "State",
    "Statement",
    "StatementQuote",
    "Tally",
    "TallyCountry",
    "TallyQuote",
    "Throttle",
    "Token",
]
