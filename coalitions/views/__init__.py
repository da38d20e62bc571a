from coalitions.views.directory import (
    change_status_view,
    coordinator_terms,
    directory_view,
    export_view,
    import_preview_view,
    import_view,
)

__all__ = [
    "change_status_view",
    "coordinator_terms",
    "directory_view",
    "export_view",
    "import_preview_view",
    "import_view",
]
