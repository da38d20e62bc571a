"""A process with two writers and a reader on one file of SQLite, as the workers of a portal are.

Prints what came of it.

VAR_DIR=/an/empty/folder python -m tests.dc_portal.two_writers
"""

import json
import os
import threading
import time

import django

ROUNDS = 20


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "dc_portal.settings.dev"
    django.setup()
    from django.db import connection, connections, transaction

    def ask(sql):
        with connection.cursor() as cursor:
            return cursor.execute(sql).fetchone()

    ask("CREATE TABLE counter (reached integer)")
    ask("INSERT INTO counter VALUES (0)")
    errors, order = [], []
    writing, read = threading.Event(), threading.Event()

    def count_up():
        # Reads, and writes what it has read plus one: what another one writes in between would be lost.
        with transaction.atomic():
            (reached,) = ask("SELECT reached FROM counter")
            time.sleep(0.002)
            ask(f"UPDATE counter SET reached = {reached + 1}")

    def in_a_thread(work):
        def run():
            try:
                work()
            except Exception as error:
                errors.append(repr(error))
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    for thread in [in_a_thread(lambda: [count_up() for _ in range(ROUNDS)]) for _ in range(2)]:
        thread.join()
    (counted,) = ask("SELECT reached FROM counter")

    def first():
        with transaction.atomic():
            ask("UPDATE counter SET reached = -1")
            writing.set()
            read.wait(10)
            time.sleep(0.5)
            order.append("first has written")

    def second():
        writing.wait(10)
        count_up()
        order.append("second has written")

    def reader():
        writing.wait(10)
        order.append(f"reader sees {ask('SELECT reached FROM counter')[0]}")
        read.set()

    for thread in [in_a_thread(work) for work in (first, second, reader)]:
        thread.join()
    pragmas = [ask(f"PRAGMA {name}")[0] for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")]
    print(json.dumps({"errors": errors, "counted": counted, "order": order, "pragmas": pragmas}))


if __name__ == "__main__":
    main()
