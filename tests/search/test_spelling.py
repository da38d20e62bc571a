import pytest
from django.core.cache import cache

from search.services import rebuild_entries
from search.spelling import MAX_WORDS, did_you_mean, read_words
from tests.factories import make_coalition


@pytest.fixture(autouse=True)
def _no_vocabulary_from_before():
    cache.clear()


@pytest.mark.parametrize(
    ("text", "words", "shortened"),
    [
        ("", (), False),
        ("  \t\n ", (), False),
        ("Two words", ("two", "words"), False),
        ("DC-IoT, 2021!", ("dc", "iot", "2021"), False),
        ("a_b 'c' \"d\"", ("a", "b", "c", "d"), False),
        ("nul\x00byte", ("nul", "byte"), False),
        ("🦓🦓", (), False),
        ("🦓 zebra", ("zebra",), False),
        ("\u0301\u0302", (), False),
        ("हिन्दी", ("हिन्दी",), False),
        ("\u202eabc", ("abc",), False),
        ('* ( ) : ^ - "', (), False),
        ("%00 %zz", ("00", "zz"), False),
        (" ".join("abcdefghijkl"), tuple("abcdefghijkl"), False),
        (" ".join("abcdefghijklm"), tuple("abcdefghijkl"), True),
        ("x" * 10_000, ("x" * 200,), True),
        ("x" * 200, ("x" * 200,), False),
        ("ab " * 5_000, ("ab",) * MAX_WORDS, True),
    ],
)
def test_words_are_read_from_anything(text, words, shortened):
    assert read_words(text) == (words, shortened)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "better"),
    [
        (("blokchain",), ("blockchain",)),
        (("acessibility", "disability"), ("accessibility", "disability")),
        (("blockchain",), None),
        (("zebra",), None),
        (("bl",), None),
        (("governanec", "blockchian"), ("governance", "blockchain")),
    ],
)
def test_the_nearest_word_of_a_title_is_offered(words, better):
    make_coalition("Coalition on Blockchain Governance")
    make_coalition("Coalition on Accessibility and Disability")
    rebuild_entries()
    assert did_you_mean(words) == better


@pytest.mark.django_db
def test_no_word_of_a_hidden_title_is_offered():
    make_coalition("Blockchain", live=False)
    rebuild_entries()
    assert did_you_mean(("blokchain",)) is None
