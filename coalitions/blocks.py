"""Blocks for the body of any page. Choosers come by string through Wagtail; no model is imported here."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    """A heading inside a page's text."""

    text = blocks.CharBlock(max_length=160)
    level = blocks.ChoiceBlock(choices=[("h2", "Section"), ("h3", "Subsection")], default="h2")

    class Meta:
        icon = "title"
        template = "coalitions/blocks/heading.html"
        description = "Starts a section or a subsection."
        preview_value = {"text": "How we work between meetings", "level": "h2"}


class QuoteBlock(blocks.StructBlock):
    """Words of somebody else, with their source."""

    text = blocks.TextBlock(max_length=1500)
    source = blocks.CharBlock(max_length=200, required=False, help_text="Who said or wrote it, and where.")

    class Meta:
        icon = "openquote"
        template = "coalitions/blocks/quote.html"
        description = "A quotation set apart from the text."
        preview_value = {"text": "Open lists, open archives, open membership.", "source": "A coalition's charter"}


class FigureBlock(blocks.StructBlock):
    """An image with its description for those who cannot see it."""

    image = ImageChooserBlock()
    alternative = blocks.CharBlock(
        max_length=250, required=False, help_text="What the image says, in words. Leave empty if it only decorates."
    )
    caption = blocks.CharBlock(max_length=250, required=False)

    class Meta:
        icon = "image"
        template = "coalitions/blocks/figure.html"
        description = "An image with a text alternative and a caption."


class NoteBlock(blocks.StructBlock):
    """A short notice that should not be missed."""

    title = blocks.CharBlock(max_length=100, required=False)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        template = "coalitions/blocks/note.html"
        description = "A notice set apart by a rule at its side."
        preview_value = {"title": "Open to all", "text": "<p>Anybody may join a coalition's list.</p>"}


class LinkItemBlock(blocks.StructBlock):
    """One entry of a list of links: a page, a document or an address."""

    label = blocks.CharBlock(max_length=160)
    page = blocks.PageChooserBlock(required=False)
    document = DocumentChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Address")
    note = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "link"


class LinkListBlock(blocks.StructBlock):
    """Links under a common heading."""

    title = blocks.CharBlock(max_length=120, required=False)
    links = blocks.ListBlock(LinkItemBlock())

    class Meta:
        icon = "list-ul"
        template = "coalitions/blocks/link_list.html"
        description = "A list of pages, documents and addresses."
        preview_value = {
            "title": "Read on",
            "links": [
                {
                    "label": "The charter of the coalition",
                    "url": "https://example.org/charter",
                    "note": "PDF, 4 pages",
                },
                {"label": "Minutes of the last call", "url": "https://example.org/minutes", "note": ""},
            ],
        }


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        features=TEXT_FEATURES,
        icon="pilcrow",
        template="coalitions/blocks/text.html",
        description="Paragraphs, lists and links.",
        preview_value="<p>Members meet on the list and in calls, and write together.</p>",
    )
    quote = QuoteBlock()
    figure = FigureBlock()
    note = NoteBlock()
    links = LinkListBlock()
