"""How gunicorn serves the site; it reads this file by itself when started in this folder.

Threads, because a download is long and two of them would stop two sync workers.
`WEB_CONCURRENCY` sets the number of processes; a flag on the command line wins over all.
"""

import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# Each process loads the site itself: pictures hang in a child forked after a first drawing.
preload_app = False
# A thread that streams is alive: the time-out is for a process that answers nothing at all.
timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190  # the most there is: a question may name hundreds of codes
# The heartbeat file in memory: on a slow disk it would stop the worker it watches.
MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn picks the name in it
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
# One socket in the home folder for all sites of a user, and containers have no home.
control_socket_disable = True
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
errorlog = "-"
