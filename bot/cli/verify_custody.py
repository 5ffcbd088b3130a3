"""`doorstep verify-custody`: whether every chain of custody is whole."""

import sys

import click

from bot.cli import opening
from bot.cli.progress import Bar
from bot.settings import Settings
from bot.usecases import verify_custody


@click.command(short_help="Check that no record of custody was changed or removed.")
def command() -> None:
    """Recompute the seals of every delivery's chain of custody; reads all, changes nothing.

    Names each delivery whose chain is broken and its first record that does not fit, and then exits with 1.

    \b
    Example:
      doorstep verify-custody
    """
    with opening.opened(Settings.load()) as services, Bar("Verifying") as bar:
        verified = verify_custody.verify(services, progress=bar.show)
    for broken in verified.broken:
        click.echo(f"{broken.tracking_number}: the chain breaks at record {broken.seq}.")
    click.echo(f"{verified.chains} chains with {verified.events} records were read: {len(verified.broken)} are broken.")
    sys.exit(1 if verified.broken else 0)
