"""What tests of public forms share."""

import time

from coalitions.forms.public import stamp


def as_a_person(**fields):
    """The data of a public form as somebody sends it who opened it a minute ago."""
    return {"homepage": "", "opened": stamp(time.time() - 60), **fields}
