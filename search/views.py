import unicodedata
from urllib.parse import urlencode

from django.shortcuts import render

from search.entries import names_of_kinds
from search.fulltext import Question
from search.results import answer
from search.spelling import MAX_CHARACTERS, MAX_WORDS, read_words


def search(request):
    """Search everything public: `q`, narrowed by `type`, `coalition`, `year`; `page` of the results.

    A filter that means nothing is left out, and the page says so.
    """
    asked = {name: _readable(request.GET.get(name, "")) for name in ("q", "type", "coalition", "year")}
    words, shortened = read_words(asked["q"])
    filters, ignored = _filters(asked)
    found = answer(Question(words, **filters), request.GET.get("page"))
    question = found.question
    if question.coalition is None and asked["coalition"]:
        ignored.append("coalition")
    kept = {"type": question.kind, "coalition": question.coalition, "year": question.year}
    narrowed = {name: value for name, value in kept.items() if value}
    typed = asked["q"][:MAX_CHARACTERS]
    suggestion = " ".join(found.suggestion or ())
    context = {
        "answer": found,
        "question": question,
        "typed": typed,
        "shortened": shortened,
        "ignored": ignored,
        "narrowed": bool(narrowed),
        "max_characters": MAX_CHARACTERS,
        "max_words": MAX_WORDS,
        "pages": found.hits.paginator.get_elided_page_range(found.hits.number, on_each_side=2) if found.hits else [],
        "here": urlencode({"q": typed, **narrowed}),
        "everything": urlencode({"q": typed}),
        "suggestion": suggestion,
        "suggested": urlencode({"q": suggestion}),
    }
    return render(request, "search/search.html", context)


def _filters(asked):
    """The filters of a question, and the names of those that mean nothing. The answer looks the coalition up."""
    filters, ignored = {}, []
    if asked["type"] in names_of_kinds():
        filters["kind"] = asked["type"]
    elif asked["type"]:
        ignored.append("type")
    if _number(asked["coalition"], digits=9):
        filters["coalition"] = int(asked["coalition"])
    if _number(asked["year"], digits=4):
        filters["year"] = int(asked["year"])
    elif asked["year"]:
        ignored.append("year")
    return filters, ignored


def _number(text, digits):
    return text.isascii() and text.isdigit() and len(text) <= digits and int(text) > 0


def _readable(text):
    """What was typed, without control characters."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text).strip()
