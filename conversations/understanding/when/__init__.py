"""Days and times that people say, read by the conventions of a delivery business. `find` is the only entry."""

from conversations.understanding.when.phrase import find

__all__ = ["find"]
