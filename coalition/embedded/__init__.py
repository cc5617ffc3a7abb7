"""The embedded database: a Django engine that runs its own PostgreSQL.

It stands below every room and imports none. In the settings:

    DATABASES = {"default": {
        "ENGINE": "coalition.embedded",
        "NAME": "coalition",
        "DIRECTORY": BASE_DIR / "var",
    }}

The first connection starts the server; importing the settings, `check` and `collectstatic` do
not. Every process that has connected shares it, and it stops when the last of them has gone.
HOST, PORT, USER and PASSWORD are the engine's own and are ignored; OPTIONS, TEST, CONN_MAX_AGE
and the rest mean what they mean for Django's PostgreSQL engine. Several aliases may share one
DIRECTORY: one server, one database a NAME.

Data lies in DIRECTORY/postgres/MAJOR, locks and the server's log in DIRECTORY/postgres/MAJOR.run.
Writes are durable (fsync). COALITION_TEST_DATABASE=1 in the environment chooses a second data
folder, MAJOR-test, whose server trades durability for speed; real data is never served that way.
"""
