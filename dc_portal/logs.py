"""Log lines as JSON, one object a line, for whatever collects standard output."""

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
