"""What Django has to know of the tracker."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """The one app of this project."""

    name = "tracker"
    verbose_name = "Coalition contributions"
