"""gunicorn behind nginx: synchronous workers, one socket."""

import os

bind = os.environ.get("GUNICORN_BIND", "unix:/run/dc-portal/web.sock")
worker_class = "sync"
workers = int(os.environ.get("GUNICORN_WORKERS", "3"))
timeout = 60
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
