"""The doors of the site itself: what robots may read, what is said when something is missing, broken or closed."""

from django.conf import settings
from django.http import Http404, HttpResponseServerError, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from coalitions.models import Notice
from coalitions.throttle import shown_again

API_PREFIX = "/api/"


@require_safe
def robots(request):
    """`/robots.txt`, with the sitemap's address on this host."""
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain; charset=utf-8")


def document(request, document_id, document_filename):
    """A document as Wagtail serves it, without its header `Content-Encoding: None`, which no proxy understands."""
    response = serve(request, document_id, document_filename)
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    return response


def not_found(request, exception):
    """404: a page for people, JSON for programs."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": "Not Found"}, status=404)
    return render(request, "404.html", status=404)


def no_document(request):
    """404 for a document with a number that none has."""
    raise Http404


def server_error(request):
    """500: without a query and without a context, because anything may be broken."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": "Server error"}, status=500)
    return HttpResponseServerError(render_to_string("500.html"))


def too_many_requests(request):
    """429: the limits of signing in."""
    return render(request, "429.html", status=429)


def csrf_failure(request, reason=""):
    """403: a form that was opened before the sign-in changed, in another window. What was typed is there to copy."""
    return render(request, "403.html", {"is_old_form": True, "typed": shown_again(request.POST)}, status=403)


# Longer ones than any page of the portal has would be refused as a redirect.
LONGEST_GOAL = 2_000


@never_cache
def to_sign_in(request):
    """From Wagtail's own sign-in, which knows no second factor, to the site's."""
    goal = request.POST.get("next") or request.GET.get("next")
    query = f"?{urlencode({'next': goal})}" if goal and len(goal) <= LONGEST_GOAL else ""
    return redirect(reverse("account_login") + query)


@never_cache
def to_password_reset(request):
    """From Wagtail's own reset of a password to the site's."""
    return redirect("account_reset_password")


@never_cache
@require_safe
def demo_mail(request):
    """The newest mails, for a demonstration: nothing leaves it, and one signs in with a code from one of them."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "demo_mail.html", {"notices": Notice.objects.for_listing()[:20]})
