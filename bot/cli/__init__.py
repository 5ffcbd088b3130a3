"""The console script `doorstep`: one file a command, each a thin way in to use cases or to a core.

What a command does lives below; here are words for people, exit codes and nothing that decides.
"""

from bot.cli.root import main

__all__ = ["main"]
