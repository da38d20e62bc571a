import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from coalitions.models import unrestricted
from coalitions.numbering import anchor_of
from coalitions.papers.enums import CommentSource, CommentState, Disposition

CONFIRM_WITHIN = datetime.timedelta(days=7)  # how long a comment waits for its confirmation
LONGEST_COMMENT = 5_000


class ParagraphCommentQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=CommentState.PUBLISHED)

    def public(self):
        """What every visitor may read: published, on a draft that everybody may see."""
        return self.published().filter(unrestricted("draft__path"), draft__live=True)

    def of_draft(self, draft):
        return self.filter(draft_id=draft.pk)

    def below(self, page):
        """Those on drafts at a page or below it."""
        return self.filter(draft__path__startswith=page.path)

    def of_drafts(self, draft_ids):
        return self.filter(draft_id__in=draft_ids)

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_person(self, user):
        """Those of an account, and those given with its address."""
        own = Q(user=user)
        return self.filter(own | Q(email__iexact=user.email) if user.email else own)

    def on_paragraph(self, block_id):
        return self.filter(block_id=block_id)

    def confirmed(self):
        """Everything the Secretariat has to do with: what is not confirmed is nobody's word yet."""
        return self.exclude(state=CommentState.UNCONFIRMED)

    def pending(self):
        return self.filter(state=CommentState.PENDING)

    def first_level(self):
        return self.filter(answers__isnull=True)

    def without_disposition(self):
        """Published comments to which nobody has said yet what became of them. Replies need none."""
        return self.published().first_level().filter(disposition="")

    def to_do_by_draft(self):
        """Rows of `draft_id`, `draft__title`, `draft__number`, and how many are `pending` and `undisposed`."""
        published = Q(state=CommentState.PUBLISHED, answers__isnull=True, disposition="")
        pending = Q(state=CommentState.PENDING)
        rows = self.filter(pending | published).order_by("draft_id")
        return rows.values("draft_id", "draft__title", "draft__number").annotate(
            pending=Count("pk", filter=pending), undisposed=Count("pk", filter=published)
        )

    def never_confirmed(self, at=None):
        """Those whose time to be confirmed has run out."""
        limit = (at or timezone.now()) - CONFIRM_WITHIN
        return self.filter(state=CommentState.UNCONFIRMED, received_at__lte=limit)

    def until(self, moment):
        """Those that were public at a moment."""
        return self.published().filter(published_at__lte=moment)

    def with_key(self, key):
        return self.filter(key=key).select_related("draft", "coalition").first()

    def with_number(self, pk):
        return self.filter(pk=pk).first()

    def in_order(self):
        """By paragraph as they came; replies after what they answer."""
        return self.order_by("received_at", "pk")

    def newest_first(self):
        return self.order_by("-received_at", "-pk")

    def with_coalition(self):
        """With the coalition's names; its long texts are left where they are."""
        return self.select_related("coalition").defer("coalition__body", "coalition__mission")

    def for_listing(self):
        return self.select_related("draft").with_coalition().defer("draft__body")

    def counts_by_paragraph(self):
        """Block id → how many there are."""
        rows = self.order_by().values_list("block_id").annotate(count=Count("pk"))
        return dict(rows)

    def counts_by_draft(self):
        """Draft's id → how many there are."""
        return dict(self.order_by().values_list("draft_id").annotate(count=Count("pk")))


class ParagraphComment(models.Model):
    """What somebody says to one paragraph of one version of a draft. Written by `services.comments` only.

    It stays on the text it was made on: `quoted_text` is that text, in words, as it was then.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey("papers.PaperDraftPage", on_delete=models.PROTECT, related_name="comments")
    block_id = models.CharField(max_length=64)
    number = models.CharField("paragraph", max_length=12, help_text="Its number when the comment was made.")
    quoted_text = models.TextField()
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")

    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail address", blank=True, help_text="Never public.")
    capacity = models.CharField(max_length=120, blank=True)
    coalition = models.ForeignKey(
        "coalitions.CoalitionPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="paragraph_comments",
    )
    text = models.TextField()

    state = models.CharField(max_length=12, choices=CommentState.choices, default=CommentState.UNCONFIRMED)
    source = models.CharField(max_length=8, choices=CommentSource.choices, default=CommentSource.FORM)
    is_late = models.BooleanField("late", default=False)
    received_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was not published. Stays inside.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="paragraph_comments"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    disposition = models.CharField(max_length=12, choices=Disposition.choices, blank=True)
    disposition_reason = models.TextField(blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ParagraphCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "comment on a draft"
        verbose_name_plural = "comments on drafts"
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["draft", "state", "received_at"], name="comment_of_draft")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CommentState.PUBLISHED) | Q(published_at__isnull=False),
                name="comment_published_at",
            ),
        ]

    def __str__(self):
        return f"Comment {self.pk} on paragraph {self.number} of {self.draft}"

    @property
    def anchor(self):
        """Where its paragraph stands."""
        return anchor_of(self.block_id)

    @property
    def own_anchor(self):
        """Where it stands itself."""
        return f"comment-{self.pk}"

    @property
    def is_reply(self):
        return self.answers_id is not None

    @property
    def answer_seen(self):
        """Names the answer as it stands, so that whoever changes it says which one they read."""
        return self.disposed_at.isoformat() if self.disposed_at else ""

    @property
    def matter(self):
        """What the outbox calls mails about it."""
        return f"paper-comment:{self.key.hex}"

    @property
    def who(self):
        """Name and capacity, as readers see them."""
        return f"{self.name}, {self.capacity}" if self.capacity else self.name
