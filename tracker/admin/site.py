"""The admin site: the analyst's day."""

from django.contrib.admin import AdminSite


class TrackerSite(AdminSite):
    site_header = "Coalition contributions"
