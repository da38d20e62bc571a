"""A server that speaks as a Mailman 3 archive does, on this machine, with the faults a test asks for."""

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from coalitions.activity.mail_archive import identity_of

NAME = "talk@lists.example.org"
PER_PAGE = 2


def hash_of(message_id):
    return base64.b32encode(identity_of(message_id)).decode()


class Server(ThreadingHTTPServer):
    """`messages`: (id, id of the conversation's first, id of the parent or None, address, ISO date), oldest first.

    `faults`: path and query, or a part of it → what is answered once: a status, (status, headers) or bytes.
    """

    daemon_threads = True

    def __init__(self, messages):
        super().__init__(("127.0.0.1", 0), Handler)
        self.messages, self.faults, self.asked = list(messages), {}, []

    @property
    def host(self):
        return f"127.0.0.1:{self.server_port}"

    @property
    def address(self):
        return f"http://{self.host}/archives/list/{NAME}/"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        for part in list(self.server.faults):
            if part in self.path:
                return self.answer_fault(self.server.faults.pop(part))
        parts = urlsplit(self.path)
        if unquote(parts.path) != f"/archives/api/list/{NAME}/emails/":
            return self.answer(404, b'{"detail": "Not found."}')
        page = int(parse_qs(parts.query).get("page", ["1"])[0])
        newest_first = self.server.messages[::-1]
        shown = newest_first[(page - 1) * PER_PAGE : page * PER_PAGE]
        base = f"http://{self.server.host}{parts.path}?format=json"
        body = {
            "count": len(newest_first),
            "next": f"{base}&page={page + 1}" if page * PER_PAGE < len(newest_first) else None,
            "previous": None,
            "results": [self.item(*message) for message in shown],
        }
        return self.answer(200, json.dumps(body).encode())

    def item(self, message_id, thread, parent, sender, date):
        base = f"http://{self.server.host}/archives/api/list/{NAME}"
        return {
            "message_id": message_id,
            "message_id_hash": hash_of(message_id),
            "thread": f"{base}/thread/{hash_of(thread)}/",
            "parent": parent and f"{base}/email/{hash_of(parent)}/",
            "sender": {"address": sender.replace("@", " (a) ")},
            "sender_name": "Ada Example",
            "subject": "Outline",
            "date": date,
        }

    def answer_fault(self, fault):
        if isinstance(fault, bytes):
            return self.answer(200, fault)
        status, headers = fault if isinstance(fault, tuple) else (fault, {})
        return self.answer(status, b"{}", headers)

    def answer(self, status, body, headers=None):
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": len(body),
            **(headers or {}),
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hyperkitty(messages=()):
    server = Server(messages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
