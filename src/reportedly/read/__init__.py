"""Files, folders, JSON lines and standard input -> Snapshots. Failures come as values, never as exceptions."""

from reportedly.read.inputs import count_inputs, read_inputs

__all__ = ["count_inputs", "read_inputs"]
