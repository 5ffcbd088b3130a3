"""`doorstep forget`: erases a person at their wish."""

import click

from bot.cli import opening
from bot.settings import Settings
from bot.usecases import forget
from delivery import addresses


@click.command(short_help="Erase what is known of a person.")
@click.argument("address")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(address: str, yes: bool) -> None:
    """Erase what is known of the person behind ADDRESS: a phone number with its country, or a mail address.

    Their other addresses go along. This cannot be undone.

    \b
    Example:
      doorstep forget "+1 555 010 0201"
    """
    known = _normal(address)
    with opening.opened(Settings.load()) as services:
        if not yes:
            click.confirm(f"Erase everything about {known}? This cannot be undone", abort=True, err=True)
        gone = forget.forget(services, known)
    if not (gone.contacts or gone.threads or gone.messages):
        click.echo(f"Nothing is known of {known}.")
        return
    click.echo(f"Erased: the names and addresses of {_counted(gone.contacts, 'contact')},")
    click.echo(f"        the words of {_counted(gone.messages, 'message')} in {_counted(gone.threads, 'thread')},")
    click.echo("        the places and instructions of their deliveries and what they wrote with ratings.")
    click.echo("Stays:  ids, times, outcomes and scores, and the chain of custody with its seals;")
    click.echo("        a keyed hash of each address, so that nobody writes to them again.")


def _normal(address: str) -> str:
    try:
        return addresses.email(address) if "@" in address else addresses.phone(address)
    except ValueError as error:
        remedy = "Give a mail address, or a number that begins with + and its country."
        raise click.BadParameter(f"{address!r} is neither. {remedy}", param_hint="ADDRESS") from error


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
