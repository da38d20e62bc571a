"""Log lines as JSON, one object a line, for whatever collects standard output; and a word to who runs the portal."""

import hashlib
import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """time (UTC, ISO 8601), level, logger, message; exception when there is one, path and status for requests."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if request := getattr(record, "request", None):
            line["path"] = getattr(request, "path", "")
        if status := getattr(record, "status_code", None):
            line["status"] = status
        return json.dumps(line, ensure_ascii=False)


class MailHandler(logging.Handler):
    """Mails an error to ADMINS, the same one once an hour: what broke and where, nothing of what a visitor sent."""

    ONCE_IN = 3600  # seconds

    def emit(self, record: logging.LogRecord) -> None:
        from django.core.cache import cache
        from django.core.mail import mail_admins

        try:
            subject = " ".join(record.getMessage().split())[:150]
            key = f"error-mail:{hashlib.sha256(f'{record.name} {subject}'.encode()).hexdigest()}"
            if cache.add(key, True, timeout=self.ONCE_IN):
                mail_admins(subject, self.format(record))
        except Exception:
            self.handleError(record)
