"""Sentences, and texts cut to a length."""

import pytest

from events.report_text.prose import first_sentence, shortened


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("DCs to review the paper. Deadline: 24 May.", "DCs to review the paper."),
        ("Further ways (e.g. interviews) to follow. Details later.", "Further ways (e.g. interviews) to follow."),
        ("Ms. Teleanu reported. Nobody asked.", "Ms. Teleanu reported."),
        ("Version 2.1 is out", "Version 2.1 is out"),
        ("Is it read? Nobody knows.", "Is it read?"),
        ("", ""),
    ],
)
def test_the_first_sentence(text, first):
    assert first_sentence(text) == first


def test_a_text_is_cut_between_words():
    assert shortened("one two, three four", 10) == "one two…"
    assert shortened("one two", 7) == "one two"
    assert shortened("onelongword", 5) == "onel…"
