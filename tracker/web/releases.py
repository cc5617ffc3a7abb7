"""Releases: what each holds, what changed since the one before, and its files for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db.models import F, Func, JSONField, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tracker.exports import FORMATS
from tracker.exports.releases import folder_of, is_as_released
from tracker.exports.releases.citation import cited
from tracker.exports.releases.codebook import TERMS
from tracker.fields import REGISTRIES
from tracker.models import Release

CHANGES_SHOWN = 100
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {
    **{each.name: f"{each.media_type}{each.parameters}" for each in FORMATS.values()},
    "cff": "application/yaml; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
}
PLAIN = "text/plain; charset=utf-8"
READ_HERE = ("json", "md", "cff")  # and what has no extension; tables are downloads

# What stands beside the tables.
ABOUT = {
    "CHANGES.csv": "What is different from the release before, cell by cell, with reasons.",
    "CITATION.cff": "How to cite it, for programs.",
    "CODEBOOK.md": "What each column means.",
    "SHA256SUMS": "For sha256sum --check.",
    "datapackage.json": "All tables described, for Frictionless Data.",
}

# A release may have changed a million cells; a page shows the first of them.
FIRST_CHANGES = Func(
    F("changes"),
    template=f"jsonb_path_query_array(%(expressions)s, '$[0 to {CHANGES_SHOWN - 1}]')",
    output_field=JSONField(),
)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release, as its page lists it."""

    release: str
    name: str
    said: dict[str, Any]

    @property
    def href(self) -> str:
        return reverse("web:release-file", args=[self.release, self.name])

    @property
    def size(self) -> str:
        return filesizeformat(self.said["bytes"])

    @property
    def meaning(self) -> str:
        registry = REGISTRIES.get(self.name.partition(".")[0])
        return ABOUT.get(self.name) or (registry.meaning if registry else "")


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    context = {"releases": _released().order_by("-released_at"), "crumbs": [("Releases", "")]}
    return render(request, "tracker/releases.html", context)


@require_safe
def release(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(_released(), code=code)
    first = Release.objects.filter(pk=found.pk).values_list(FIRST_CHANGES, flat=True).get()
    day = found.released_at
    assert day is not None  # noqa: S101
    changed = found.files.get("CHANGES.csv", {}).get("rows", 0)
    context = {
        "release": found,
        "files": [File(code, name, said) for name, said in sorted(found.files.items())],
        "added": [each for each in first if "rows" in each],
        "changes": [each for each in first if "rows" not in each],
        "changed": changed,
        "cite": cited(code, day.date()),
        "terms": TERMS,
        "crumbs": [("Releases", reverse("web:releases")), (code, "")],
    }
    return render(request, "tracker/release.html", context)


@require_safe
def release_file(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """A file as it was released: only what the release itself lists can be asked for."""
    found = get_object_or_404(_released(), code=code)
    said = found.files.get(name)
    if said is None:
        raise Http404(f"Release {code} has no file {name}.")
    etag = f'"{said["sha256"]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _kept(unchanged, etag)
    try:
        file = (folder_of(code) / name).open("rb")
    except FileNotFoundError:
        return _damaged(f"{name} of release {code} is missing on this server; a backup has it.")
    if not is_as_released(file, said):
        file.close()
        return _damaged(f"{name} of release {code} was damaged on this server; a backup has it.")
    return _kept(_answer(file, code, name), etag)


def _damaged(sentence: str) -> HttpResponse:
    """To be asked for again: the address stays, and so does what it stands for."""
    return HttpResponse(f"{sentence}\n", status=503, content_type=PLAIN)


def _answer(file: BinaryIO, code: str, name: str) -> FileResponse:
    extension = name.partition(".")[2]
    as_download = bool(extension) and extension not in READ_HERE
    filename = f"{code}-{name}" if as_download else name
    response = FileResponse(file, as_attachment=as_download, filename=filename)
    response["Content-Type"] = TYPES.get(extension, PLAIN)
    return response


def _kept(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = FOR_EVER
    return response


def _released() -> QuerySet[Release]:
    """Without what changed, which may be long."""
    return Release.objects.exclude(released_at=None).select_related("previous").defer("changes")
