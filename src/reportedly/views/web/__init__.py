"""`serve`: the ledger as pages on this machine. Read through the pipeline's documents, changed only through the pipeline."""

from reportedly.views.web.app import create_app

__all__ = ["create_app"]
