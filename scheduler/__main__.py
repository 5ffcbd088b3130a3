"""`python -m scheduler`: a worker process."""

from bot import logs
from bot.compose import compose
from bot.settings import Settings
from scheduler.run import run_until_signal


def main() -> None:
    """Run one worker until it is told to end."""
    settings = Settings.load()
    logs.configure(level=settings.log_level)
    run_until_signal(compose(settings))


if __name__ == "__main__":
    main()
