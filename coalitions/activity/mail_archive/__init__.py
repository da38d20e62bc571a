"""What a mailing list's archive says: bytes in, meaning out. Nothing here knows the database or the network."""

from coalitions.activity.mail_archive.mail import ArchiveError, Mail, identity_of
from coalitions.activity.mail_archive.mailman3 import mail_of, page_of
from coalitions.activity.mail_archive.reader import read_archive, read_mail

__all__ = ["ArchiveError", "Mail", "identity_of", "mail_of", "page_of", "read_archive", "read_mail"]
