"""Reads a file that somebody wrote (plain text, Markdown, DOCX) into numbered lines.

Knows encodings, limits and file types, and nothing of what the text is: that is for the room that reads it.
"""

import io
import zipfile
from pathlib import PurePath

from coalitions.document_text.docx import lines_of_docx
from coalitions.document_text.lines import DocumentError, Line, lines_of_text

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "MAX_UNPACKED_BYTES", "DocumentError", "Line", "read_document"]

MAX_BYTES = 5 * 1024 * 1024
MAX_CHARACTERS = 500_000
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
_SIGNATURES = {
    b"PK\x03\x04": "a Word document or an archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"{\\rtf": "a rich text document",
}


def read_document(data: bytes, filename: str) -> list[Line]:
    """The lines of a file, read by its extension: .txt, .md, .markdown or .docx.

    Text may be UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-1252. Raises DocumentError with a sentence for
    the sender: unknown extension, empty, larger than 5 MB or 500 000 characters, not what its extension says, damaged.
    """
    extension = PurePath(filename).suffix.lower()
    if extension not in (".txt", ".md", ".markdown", ".docx"):
        raise DocumentError("Only files in plain text (.txt), Markdown (.md) or Word (.docx) can be read.")
    if len(data) > MAX_BYTES:
        raise DocumentError("This file is larger than 5 MB.")
    if not data.strip():
        raise DocumentError("This file is empty.")
    if extension == ".docx":
        _check_docx(data)
        lines = lines_of_docx(data)
        _check_length(sum(len(line.text) for line in lines))
    else:
        text = _decode(data)
        _check_length(len(text))
        lines = lines_of_text(text, escapes=extension != ".txt")
    if all(line.kind == "blank" for line in lines):
        raise DocumentError("This file holds no text.")
    return lines


def _check_length(characters: int) -> None:
    if characters > MAX_CHARACTERS:
        raise DocumentError("This file holds more than 500 000 characters, which is too many to be read.")


def _decode(data: bytes) -> str:
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise DocumentError(f"This file is named as a text but is {what}.")
    has_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise DocumentError("This file is not a text: it holds binary data, or an encoding other than UTF-8.")


def _check_docx(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError(
            "This is an old Word document or protected by a password; please save it as a plain .docx."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError("This file is named .docx but is not a Word document.") from error
    if "word/document.xml" not in {member.filename for member in members}:
        raise DocumentError("This file is named .docx but is not a Word document.")
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise DocumentError("This Word document unpacks to more than 50 MB.")
