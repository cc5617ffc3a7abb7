"""The least that Django needs to use the embedded database."""

import os

SECRET_KEY = "not a secret"
# Most tests need none, and start twice as fast.
INSTALLED_APPS = os.environ.get("EMBEDDED_APPS", "").split()
DATABASES = {
    alias: {
        "ENGINE": "coalition.embedded",
        "NAME": name,
        "DIRECTORY": os.environ["EMBEDDED_DIRECTORY"],
    }
    for alias, name in (("default", "coalition"), ("other", 'of "other" things'))
}
USE_TZ = True

# For the tests that serve a page.
DEBUG = True
ROOT_URLCONF = os.environ.get("EMBEDDED_URLS", "")
ALLOWED_HOSTS = ["127.0.0.1"]
