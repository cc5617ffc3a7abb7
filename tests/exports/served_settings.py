"""The site's own settings, on the database of the test that serves it."""

import os

from coalition.settings import *  # noqa: F403 - these are the site's settings, with few changes
from coalition.settings import DATABASES

DATABASES = {"default": {**DATABASES["default"], "NAME": os.environ["SERVED_DATABASE"]}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
