"""The admin door, an analyst's day: pages that show, ask and confirm, and hold no rule themselves.

Every write goes through ``tracker.actions``; what the database refuses is shown beside its field.
May import every room below; never ``api`` or ``web``.
"""

from tracker import models
from tracker.admin import (
    action,
    contribution,
    country,
    kept,
    quote,
    reference,
    source,
    speaker,
    statement,
    tally,
    tokens,
)

# The site registers these when it is made (not ``admin.register``: importing this package is what
# makes the site, so there is none yet to register with).
PAGES = {
    models.Action: action.ActionAdmin,
    models.Coalition: reference.CoalitionAdmin,
    models.Contribution: contribution.ContributionAdmin,
    models.Country: country.CountryAdmin,
    models.Kind: reference.KindAdmin,
    models.LineOfEffort: reference.LineOfEffortAdmin,
    models.Metric: reference.MetricAdmin,
    models.Place: reference.PlaceAdmin,
    models.Quote: quote.QuoteAdmin,
    models.Receipt: kept.ReceiptAdmin,
    models.Redirect: kept.RedirectAdmin,
    models.Release: kept.ReleaseAdmin,
    models.Source: source.SourceAdmin,
    models.Speaker: speaker.SpeakerAdmin,
    models.Statement: statement.StatementAdmin,
    models.Tally: tally.TallyAdmin,
    models.Token: tokens.TokenAdmin,
}

# Models without pages of their own, and why; parts of a record stand in its page as inlines.
NO_PAGES = {
    models.Comment: "stands in the thread of its record",
    models.Figure: "derived: shown on its contribution",
    models.IdempotencyKey: "answers of the REST interface, kept for a day",
    models.Loaded: "the loader's memory of what a file last said",
    models.SavedView: "each stands above the list it is of",
    models.Stale: "empty outside a transaction",
    models.Standing: "derived: shown with its statement on the contribution",
    models.State: "derived: shown on its contribution",
    models.Throttle: "counts of a minute",
}
