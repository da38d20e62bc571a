"""gunicorn behind nginx: synchronous workers, one socket."""

import gc
import os

bind = os.environ.get("GUNICORN_BIND", "unix:/run/dc-portal/web.sock")
worker_class = "sync"
workers = int(os.environ.get("GUNICORN_WORKERS", "3"))
# The workers' sign of life is a file; where the disk is slow they would be taken for dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# The service may write nowhere but its own folders, and nobody steers it but systemd.
control_socket_disable = True
# A list's archive of 100 MB is read in one request, unless TASKS_BACKEND names a queue.
timeout = 120
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"


def post_worker_init(worker):
    """What is loaded by now stays for good: the garbage collector need not look through it with every page."""
    gc.collect()
    gc.freeze()
