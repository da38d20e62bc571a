"""Which texts of a corrected version are texts of the earlier one."""

from difflib import SequenceMatcher

ALIKE = 0.6  # the share of words, in order, that two versions of one text have in common
MOST_PAIRS = 4_000  # beyond so many comparisons only texts in the same place are compared


def same_texts(earlier, later):
    """Pair two lists of plain texts: a dict of places in `later` to places in `earlier`; each is used once.

    Equal texts come first, wherever they stand; then, among those left, the most alike. A text without a counterpart
    is not in the dict.
    """
    pairs, free = {}, {}
    for place, text in enumerate(earlier):
        free.setdefault(_key(text), []).append(place)
    for place, text in enumerate(later):
        if free.get(_key(text)):
            pairs[place] = free[_key(text)].pop(0)
    left_earlier = [place for places in free.values() for place in places]
    left_later = [place for place in range(len(later)) if place not in pairs]
    words = {place: _key(earlier[place]).split() for place in left_earlier}
    everywhere = len(left_earlier) * len(left_later) <= MOST_PAIRS
    scored = []
    for place in left_later:
        candidates = left_earlier if everywhere else [place] if place in words else []
        matcher = SequenceMatcher(b=_key(later[place]).split(), autojunk=False)
        for candidate in candidates:
            matcher.set_seq1(words[candidate])
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                scored.append((-matcher.ratio(), abs(place - candidate), place, candidate))
    used = set()
    for score, _distance, place, candidate in sorted(scored):
        if -score >= ALIKE and place not in pairs and candidate not in used:
            pairs[place] = candidate
            used.add(candidate)
    return pairs


def same_conclusions(earlier, later):
    """As `same_texts`, for two lists of (kind, text).

    Where one kind has just one left on either side, these two are taken for the same in other words: a guess, for
    somebody to confirm.
    """
    pairs = same_texts([text for _, text in earlier], [text for _, text in later])
    left_earlier = [place for place in range(len(earlier)) if place not in pairs.values()]
    left_later = [place for place in range(len(later)) if place not in pairs]
    for kind in {kind for kind, _ in later}:
        before = [place for place in left_earlier if earlier[place][0] == kind]
        after = [place for place in left_later if later[place][0] == kind]
        if len(before) == len(after) == 1:
            pairs[after[0]] = before[0]
    return pairs


def _key(text):
    return " ".join(text.casefold().split())
