"""The only way out of the machine. Nothing else in the package opens a connection; a test reads the imports.

Light to import: the HTTP library is loaded by the first `connect()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.net.addresses import is_url

if TYPE_CHECKING:
    from reportedly.net.client import Client, Fetched
    from reportedly.settings import Settings

__all__ = ["Client", "Fetched", "connect", "is_url"]


def connect(settings: Settings) -> Client:
    """A client that may do what the settings allow. Connects to nothing yet."""
    from reportedly.net.client import Client, policy_of  # noqa: PLC0415

    return Client(policy_of(settings))


def __getattr__(name: str) -> object:
    if name in ("Client", "Fetched"):
        from reportedly.net import client  # noqa: PLC0415

        return getattr(client, name)
    raise AttributeError(name)
