"""What changed between two versions: by words, and by paragraph."""

import pytest

from coalitions.papers.redline import compare_words, matched_ids


def pieces(old, new):
    return [(piece.kind[0], piece.text) for piece in compare_words(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("One two.", "One two.", [("k", "One two.")]),
        ("One two.", "One or two.", [("k", "One "), ("a", "or "), ("k", "two.")]),
        ("One or two.", "One two.", [("k", "One "), ("r", "or "), ("k", "two.")]),
        ("One two.", "One three.", [("k", "One "), ("r", "two"), ("a", "three"), ("k", ".")]),
        ("", "New.", [("a", "New.")]),
        ("Old.", "", [("r", "Old.")]),
    ],
)
def test_words(old, new, found):
    assert pieces(old, new) == found


def test_the_pieces_give_both_texts_back():
    old, new = "a b c d e f. " * 40, "a x c d f g. " * 37
    found = compare_words(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "added") == old
    assert "".join(piece.text for piece in found if piece.kind != "removed") == new


def test_a_text_too_long_to_compare_is_shown_whole():
    old, new = "a " * 5_000, "b " * 5_000
    assert [kind for kind, _text in pieces(old, new)] == ["r", "a", "k"]


def test_which_paragraph_is_which():
    old = [("1", "Coalitions are open to everybody."), ("2", "They meet often."), ("3", "They meet often.")]
    new = [
        *("They meet often.", "Coalitions are open to nearly everybody.", "They meet often."),
        *("They meet often.", "Something else stands here."),
    ]
    assert matched_ids(old, new) == ["2", "1", "3", None, None]
