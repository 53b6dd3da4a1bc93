"""reportedly: a ledger of who said what, kept from the news coverage itself."""

__version__ = "0.1.0"
