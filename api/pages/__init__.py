"""The pages that people reach from their mails, rendered here, without script or third party."""

from api.pages.routes import page_routes

__all__ = ["page_routes"]
