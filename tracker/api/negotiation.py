"""Which form an answer has: ``format=`` in the address, else the Accept header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from tracker.exports import FORMATS


class FileRenderer(BaseRenderer):
    """Stands for a file's format in negotiation; files are streamed and never pass a renderer."""

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        raise NotImplementedError("Files are streamed by tracker.api.downloads.")


FILE_RENDERERS = [
    type(f"{each.label}Renderer", (FileRenderer,), {"format": name, "media_type": each.media_type})
    for name, each in FORMATS.items()
]
CSVRenderer = FILE_RENDERERS[list(FORMATS).index("csv")]


class Negotiation(DefaultContentNegotiation):
    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """A format that there is not is a mistake in the question, and answered as one."""
        known = list(renderers)
        wanted = request.query_params.get("format", "")
        for renderer in known:
            if renderer.format == wanted:
                return renderer, renderer.media_type
        return super().select_renderer(request, known, format_suffix)

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002
        return renderers
