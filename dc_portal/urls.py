from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from dc_portal.api import api
from dc_portal.health import HealthView
from dc_portal.views import robots

handler404 = "dc_portal.views.not_found"
handler500 = "dc_portal.views.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("healthz", HealthView.as_view(), name="healthz"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # The pages and what stands beside them, in each language at an address of its own; English keeps the bare one.
    *i18n_patterns(
        path("search/", include("search.urls")),
        path("", include("coalitions.activity.urls")),
        path("", include("events.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
