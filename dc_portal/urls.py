from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from dc_portal.api import api
from dc_portal.health import HealthView
from dc_portal.views import demo_mail, document, no_document, robots, to_password_reset, to_sign_in

handler404 = "dc_portal.views.not_found"
handler429 = "dc_portal.views.too_many_requests"
handler500 = "dc_portal.views.server_error"

# Wagtail's own doors ask for a password alone. These stand above them, so that they lead to the site's sign-in.
closed_doors = [
    path("admin/login/", to_sign_in),
    re_path(r"^admin/password_reset/", to_password_reset),
    path("_util/login/", to_sign_in),
    # Wagtail asks the database for a document of any number, and Python reads no number of so many digits.
    re_path(r"^documents/\d{10,}/", no_document),
]

urlpatterns = [
    *closed_doors,
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("home.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("documents/<int:document_id>/<path:document_filename>", document),
    path("documents/", include(wagtaildocs_urls)),
    path("demo-mail/", demo_mail, name="demo-mail"),
    path("healthz", HealthView.as_view(), name="healthz"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # The pages and what stands beside them, in each language at an address of its own; English keeps the bare one.
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("", include("coalitions.urls")),
        path("", include("events.proposals.urls")),
        path("", include("coalitions.activity.urls")),
        path("", include("coalitions.papers.urls")),
        path("", include("events.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
