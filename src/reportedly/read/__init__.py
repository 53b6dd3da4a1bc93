"""Files, folders, JSON lines, addresses of the web and standard input -> Snapshots. Failures come as values, never as exceptions."""

from reportedly.read.fetch import FeedRead, Web, feed_addresses
from reportedly.read.inputs import count_inputs, read_content, read_inputs
from reportedly.read.media import media_type

__all__ = ["FeedRead", "Web", "count_inputs", "feed_addresses", "media_type", "read_content", "read_inputs"]
