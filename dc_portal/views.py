"""The doors of the site itself: what robots may read, and what is said when there is nothing or something broke."""

from django.http import HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

API_PREFIX = "/api/"


@require_safe
def robots(request):
    """`/robots.txt`, with the sitemap's address on this host."""
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain; charset=utf-8")


def not_found(request, exception):
    """404: a page for people, JSON for programs."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": "Not Found"}, status=404)
    return render(request, "404.html", status=404)


def server_error(request):
    """500: without a query and without a context, because anything may be broken."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": "Server error"}, status=500)
    return HttpResponseServerError(render_to_string("500.html"))
