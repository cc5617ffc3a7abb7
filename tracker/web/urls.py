"""Public addresses: they are cited, so none of them ever changes its meaning."""

from django.urls import path

from tracker.web import (
    contributions,
    countries,
    docs,
    home,
    receipts,
    releases,
    sources,
    statements,
    table,
    tallies,
)

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("contributions/", table.contributions, name="contributions"),
    path("contributions/<str:code>/", contributions.contribution, name="contribution"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<str:code>/", countries.country, name="country"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<str:code>/", sources.source, name="source"),
    path("quotes/<str:code>/", sources.quote, name="quote"),
    path("statements/<str:code>/", statements.statement, name="statement"),
    path("tallies/", tallies.tallies, name="tallies"),
    path("tallies/<str:code>/", tallies.tally, name="tally"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/<str:code>/", receipts.receipt, name="receipt"),
    path("releases/", releases.releases, name="releases"),
    path("releases/<str:code>/", releases.release, name="release"),
    path("releases/<str:code>/<str:name>", releases.release_file, name="release-file"),
    path("docs/", docs.docs, name="docs"),
    path("docs/<path:name>/", docs.doc, name="doc"),
]
