"""What Django has to know of the tracker."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class TrackerConfig(AppConfig):
    """The one app of this project."""

    name = "tracker"
    verbose_name = "Coalition contributions"


class TrackerAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site as the default one."""

    default = False
    default_site = "tracker.admin.site.TrackerSite"
