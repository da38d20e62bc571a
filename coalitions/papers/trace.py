"""What a paragraph rests on, and where a thing was used: a registry of kinds of sources.

A room registers the kinds it knows. An editor gives the address of a thing; each kind says whether it is one of its
own. Nothing here looks into the rooms above.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.urls import reverse
from wagtail.models import Page, Site

from coalitions.numbering import anchor_of
from coalitions.papers.models import Interview, PaperDraftPage, ParagraphComment, SurveyPage, TraceLink
from coalitions.sanitize import plain_text

EXCERPT = 120  # characters
QUESTION = "survey-question"


@dataclass(frozen=True)
class Source:
    """A thing that a paragraph rests on, as readers see it."""

    text: str
    url: str


@dataclass(frozen=True)
class SourceKind:
    """One kind of thing a paragraph may rest on.

    `recognise(path, fragment)` returns the reference (a short string that stays) of the thing at an address of this
    site, or None. `resolve(references)` returns reference → Source of those that everybody may see, in a constant
    number of queries.
    """

    key: str
    label: str
    recognise: Callable
    resolve: Callable


@dataclass(frozen=True)
class Use:
    """A paragraph of a draft in which a thing was used."""

    text: str
    url: str


source_kinds: dict[str, SourceKind] = {}


def register_source_kind(kind):
    """Register a SourceKind; the same key again replaces it."""
    source_kinds[kind.key] = kind


def recognise(address):
    """(key of the kind, reference) of the thing at an address of this site, or None."""
    parts = urlsplit(address.strip())
    for kind in source_kinds.values():
        reference = kind.recognise(unquote(parts.path), parts.fragment)
        if reference is not None:
            return kind.key, str(reference)
    return None


def page_at(path):
    """The published page at a path of the default site, or None."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return None
    wanted = f"{site.root_page.url_path}{path.strip('/')}/" if path.strip("/") else site.root_page.url_path
    return Page.objects.live().filter(url_path=wanted).first()


def sources_of(draft):
    """Block id → [(link, kind, source)] of what the paragraphs of a draft rest on; what is not public is left out."""
    links = list(TraceLink.objects.of_draft(draft))
    resolved = _resolve((link.kind, link.reference) for link in links)
    found = defaultdict(list)
    for link in links:
        source = resolved.get((link.kind, link.reference))
        if source is not None:
            found[link.block_id].append((link, source_kinds[link.kind], source))
    return dict(found)


def _resolve(pairs):
    wanted = defaultdict(set)
    for kind, reference in pairs:
        wanted[kind].add(reference)
    return {
        (kind, reference): source
        for kind, references in wanted.items()
        if kind in source_kinds
        for reference, source in source_kinds[kind].resolve(sorted(references)).items()
    }


def uses_of(kind, references):
    """Reference → [Use]: the paragraphs of public drafts that rest on these things."""
    links = list(TraceLink.objects.to_sources(kind, references)) if references else []
    if not links:
        return {}
    drafts = PaperDraftPage.objects.visible().in_bulk({link.draft_id for link in links})
    numbers = {
        (draft.pk, part.block.id): part.number for draft in drafts.values() for part in draft.parts() if part.number
    }
    found = defaultdict(list)
    for link in links:
        number = numbers.get((link.draft_id, link.block_id))
        if number is not None:
            draft = drafts[link.draft_id]
            found[link.reference].append(Use(draft.citation(number), f"{draft.url}#{anchor_of(link.block_id)}"))
    return dict(found)


def excerpt(text):
    """The beginning of a text, for a line in a list."""
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1].rstrip()}…"


def _number_in(pattern):
    """A `recognise` for things known by the number at the end of an anchor."""

    def recognise_number(path, fragment):
        match = re.fullmatch(pattern, fragment)
        return match[1] if match else None

    return recognise_number


def _comments(references):
    """Public comments by their number."""
    rows = ParagraphComment.objects.public().for_listing().in_bulk([int(one) for one in references])
    return {
        str(pk): Source(
            f"Comment of {row.name} on paragraph {row.number}, {row.draft.version_name.lower()}",
            f"{row.draft.url}#{row.own_anchor}",
        )
        for pk, row in rows.items()
    }


def _discussions(references):
    rows = Interview.objects.public().for_listing().in_bulk([int(one) for one in references])
    return {
        str(pk): Source(f"1:1 discussion with {row.coalition.short_name}", f"{row.paper.url}#{row.anchor}")
        for pk, row in rows.items()
    }


def _recognise_paragraph(path, fragment):
    if not fragment.startswith("p-"):
        return None
    page = page_at(path)
    page = page.specific if page is not None and page.specific_class is PaperDraftPage else None
    part = page.numbered_part(fragment) if page else None
    return f"{page.pk}:{part.block.id}" if part else None


def _paragraphs(references):
    """Paragraphs of public drafts: the findings of a summary, for example."""
    wanted = [reference.partition(":") for reference in references]
    drafts = PaperDraftPage.objects.visible().in_bulk([int(pk) for pk, _colon, _block in wanted if pk.isdigit()])
    found = {}
    for pk, _colon, block_id in wanted:
        draft = drafts.get(int(pk)) if pk.isdigit() else None
        part = draft.numbered_part(anchor_of(block_id)) if draft else None
        if part is not None:
            words = excerpt(plain_text(part.block.value.source))
            found[f"{pk}:{block_id}"] = Source(f"{draft.citation(part.number)}: {words}", f"{draft.url}#{part.anchor}")
    return found


def _recognise_question(path, fragment):
    """A question on the page of a survey's results: the survey's number and the question's short name."""
    page = re.fullmatch(r"(?:/[a-z-]{2,8})?/surveys/(\d{1,9})/results/", path)
    name = re.fullmatch(r"(?:question|result)-([a-z][a-z0-9_]{0,60})", fragment)
    return f"{page[1]}:{name[1]}" if page and name else None


def question_reference(survey, question):
    """What a link to a question of a survey keeps."""
    return f"{survey.pk}:{question.name}"


def _questions(references):
    """Questions of surveys whose results everybody may read."""
    pks = {int(reference.partition(":")[0]) for reference in references}
    surveys = SurveyPage.objects.visible().published_results().prefetch_related("questions").in_bulk(pks)
    return {
        reference: Source(
            f"{survey.title}: {excerpt(question.label)}",
            f"{reverse('papers:survey-results', args=[survey.pk])}#question-{question.name}",
        )
        for survey in surveys.values()
        for question in survey.questions.all()
        if question.is_public and (reference := question_reference(survey, question)) in references
    }


def register_source_kinds():
    """The kinds of this room. Called once, when the app is ready."""
    register_source_kind(SourceKind("comment", "Comment", _number_in(r"comment-(\d{1,9})"), _comments))
    register_source_kind(SourceKind("discussion", "1:1 discussion", _number_in(r"discussion-(\d{1,9})"), _discussions))
    register_source_kind(SourceKind(QUESTION, "Survey", _recognise_question, _questions))
    register_source_kind(SourceKind("paragraph", "Finding", _recognise_paragraph, _paragraphs))
