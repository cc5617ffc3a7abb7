"""What Django has to know of the tracker."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class TrackerConfig(AppConfig):
    """The one app of this project."""

    name = "tracker"
    verbose_name = "Coalition contributions"


class TrackerAdminConfig(AdminConfig):
    """Django's admin, with our site as the default one."""

    default_site = "tracker.admin.site.TrackerSite"
