"""Problems that an operator can mend, in words; loaded only when there is one."""

import click

from bot.rendering.catalogue import CatalogueError
from bot.settings import BadSettings
from models.session import DatabaseDown

BAD_SETTINGS = 2
"""Exit code when what was given cannot be used and nothing was begun; 1 means that something failed."""


def in_words(error: Exception) -> click.ClickException | None:
    """Say what happened and what mends it; None for what nobody expected."""
    match error:
        case BadSettings(problems=problems):
            refused = Unusable("\n".join(map(str, problems)))
            return refused
        case DatabaseDown():
            return click.ClickException(
                "the database cannot be reached or is too busy. See DATABASE_URL; `doorstep check` tells more."
            )
        case CatalogueError():
            return click.ClickException(f"the message texts have problems.\n{error}")
        case _:
            return None


class Unusable(click.ClickException):
    """What was given cannot be used; shown as it stands."""

    exit_code = BAD_SETTINGS

    def show(self, file: object = None) -> None:
        """Write the message to standard error."""
        click.echo(self.format_message(), err=True)
