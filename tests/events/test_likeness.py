"""Texts of a corrected version find their earlier selves."""

from events.likeness import same_conclusions, same_texts


def test_equal_texts_are_the_same_wherever_they_stand():
    assert same_texts(["One thing.", "Another thing."], ["Another  THING.", "One thing."]) == {0: 1, 1: 0}


def test_nearly_equal_texts_are_the_same():
    earlier = ["Members reviewed the outline of the joint papre.", "There was no other business."]
    later = ["New words that nobody wrote before.", "Members reviewed the outline of the joint paper.", earlier[1]]
    assert same_texts(earlier, later) == {1: 0, 2: 1}


def test_each_text_is_used_once():
    assert same_texts(["Done."], ["Done.", "Done."]) == {0: 0}
    assert same_texts([], ["Done."]) == {}


def test_long_lists_are_compared_place_by_place_and_in_good_time():
    earlier = [f"Paragraph {number} says what it always said about matter {number}" for number in range(300)]
    later = [f"{text} today" for text in earlier]
    assert same_texts(earlier, later) == {number: number for number in range(300)}


def test_the_only_one_of_its_kind_on_either_side_is_guessed_to_be_the_same():
    earlier = [("action", "Read the paper."), ("conclusion", "It was good."), ("conclusion", "Nobody objected.")]
    later = [
        ("action", "A wholly different wording of a task"),
        ("conclusion", "It was good."),
        ("conclusion", "Silence"),
    ]
    assert same_conclusions(earlier, later) == {0: 0, 1: 1, 2: 2}
    assert same_conclusions(earlier[:1] * 2, [("action", "One"), ("action", "Two")]) == {}
