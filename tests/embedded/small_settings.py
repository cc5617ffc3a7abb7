"""The least that Django needs to use the embedded database."""

import os

SECRET_KEY = "not a secret"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
DATABASES = {
    alias: {
        "ENGINE": "coalition.embedded",
        "NAME": name,
        "DIRECTORY": os.environ["EMBEDDED_DIRECTORY"],
    }
    for alias, name in (("default", "coalition"), ("other", 'of "other" things'))
}
USE_TZ = True
