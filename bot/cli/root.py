"""The commands by name, loaded when they are asked for, and the one place where expected problems become words."""

import importlib
from typing import Any

import click

COMMANDS = {
    "serve": "serve",
    "worker": "worker",
    "demo": "demo",
    "load": "load",
    "check": "check",
    "migrate": "migrate",
    "chat": "chat",
    "understand": "understand",
    "eta-replay": "eta_replay",
    "forget": "forget",
    "verify-custody": "verify_custody",
}
"""Each command and the module that holds it as `command`, in the order of `doorstep --help`."""


class Doorstep(click.Group):
    """Loads a command's module only when it is used: a filter in a pipe should start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None when there is none of that name."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what an operator can mend is said in words and never as a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            told: click.ClickException | None = importlib.import_module("bot.cli.expected").in_words(error)
            if told is None:
                raise
            raise told from error


def load(name: str) -> click.Command:
    """Load a command by its name."""
    found: click.Command = importlib.import_module(f"bot.cli.{COMMANDS[name]}").command
    return found


@click.group(cls=Doorstep, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="doorstep", message="Doorstep %(version)s")
def doorstep() -> None:
    """Doorstep: text and e-mail messages for last-mile delivery.

    Settings are environment variables or lines of a file .env in the present directory (docs/settings.md).

    To see it all at once: doorstep demo
    """


def main() -> None:
    """Run the console script."""
    doorstep(prog_name="doorstep")
