"""`doorstep check`: looks at everything a service needs and says of each problem how to mend it."""

import sys
import textwrap
from collections.abc import Iterator

import click

from bot import logs
from bot.cli.checks import database, machine, outside
from bot.cli.checks.finding import Finding, Level
from bot.settings import BadSettings, Settings

_MARKS = {Level.OK: ("ok", "green"), Level.WARNING: ("warn", "yellow"), Level.ERROR: ("ERROR", "red")}
_WIDTH = 100
_INDENT = 7 + 16


@click.command(short_help="Say what is wrong, and how to mend it.")
def command() -> None:
    """Look at settings, texts, data folder, database, brands, worker, public URL and providers.

    Each problem comes with its remedy; no secret is shown, nothing is changed and nothing is sent to anybody.
    Exits with 1 if anything must be mended.

    \b
    Example:
      doorstep check
    """
    logs.configure(level="ERROR", stream=sys.stderr)
    levels = []
    for finding in _findings():
        _show(finding)
        levels.append(finding.level)
    errors, warnings = levels.count(Level.ERROR), levels.count(Level.WARNING)
    click.echo()
    if errors or warnings:
        click.echo(f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}.")
    else:
        click.echo("Everything is in order.")
    raise SystemExit(1 if errors else 0)


def _findings() -> Iterator[Finding]:
    try:
        settings = Settings.load()
    except BadSettings as bad:
        yield from machine.bad_settings(bad)
        yield from machine.texts()
        return
    yield from machine.settings(settings)
    yield from machine.texts()
    yield from machine.data_folder(settings)
    yield from database.database(settings)
    yield from outside.public_url(settings)
    if settings.twilio:
        yield from outside.twilio(settings.twilio, public_url=settings.public_url)
    if settings.sendgrid:
        yield from outside.sendgrid(settings.sendgrid)


def _show(finding: Finding) -> None:
    mark, colour = _MARKS[finding.level]
    lines = textwrap.wrap(finding.found, _WIDTH - _INDENT, break_long_words=False, break_on_hyphens=False)
    click.echo(f"{click.style(f'{mark:<7}', fg=colour)}{finding.subject:<16}{lines[0]}")
    for line in lines[1:]:
        click.echo(" " * _INDENT + line)
    if finding.remedy:
        # Not wrapped: it may be a command to be copied.
        click.echo(" " * _INDENT + click.style(f"-> {finding.remedy}", dim=True))


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
