from home.models.media import PortalDocument, PortalImage, PortalRendition
from home.models.pages import HomePage, StandardPage
from home.models.settings import PortalSettings
from home.models.user import User

__all__ = [
    "HomePage",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "StandardPage",
    "User",
]
