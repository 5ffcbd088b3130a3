"""`python -m simulator`: the carrier, the mail provider, the phones' page and the van around one service."""

import argparse
import json
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from simulator import day, server
from simulator.demo import Demo
from simulator.signing import MailKey
from simulator.world import World


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; answer the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.print_day:
        print(json.dumps(day.demo_day(datetime.fromisoformat(asked.print_day).astimezone(UTC)), indent=2))
        return 0
    inbound_key, event_key = _keys(asked.keys)
    if asked.print_keys:
        _print_keys(inbound_key, event_key)
        return 0
    if not asked.service:
        print("--service is needed: the URL of Doorstep, as http://127.0.0.1:8000", file=sys.stderr)
        return 2
    world = World(
        asked.service,
        asked.account_sid,
        asked.auth_token,
        asked.sendgrid_key,
        public_url=asked.public_url,
        api_key=asked.api_key,
        lines=[day.MAIN_LINE, *day.DRIVER_LINES],
        senders=[day.MAIL_LINE],
        answers_opt_outs=not asked.no_opt_out_answers,
        sent_after_s=0.3,
        delivered_after_s=0.5,
        inbound_key=inbound_key,
        event_key=event_key,
    )
    demo = Demo(world, load_day=not asked.no_load, state_file=asked.state)
    return _serve(world, demo, host=asked.host, port=asked.port)


def _serve(world: World, demo: Demo, *, host: str, port: int) -> int:
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    try:
        running = server.start(world, port, host=host, demo=demo)
    except (OSError, SystemExit):
        print(f"Port {port} of {host} is taken; choose another with --port", file=sys.stderr)
        world.stop()
        return 1
    demo.start()
    _print_keys(world.inbound_key, world.event_key)
    print(f"Phones, mailbox and map: {running.url}/", flush=True)
    ended.wait()
    demo.stop()
    running.stop()
    return 0


def _keys(file: Path | None) -> tuple[MailKey, MailKey]:
    """Read the mail provider's two keys, making them on the first run."""
    if file and file.exists():
        kept = json.loads(file.read_text("ascii"))
        return MailKey(kept["inbound"]), MailKey(kept["events"])
    inbound_key, event_key = MailKey(), MailKey()
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps({"inbound": inbound_key.pem, "events": event_key.pem}), "ascii")
    return inbound_key, event_key


def _print_keys(inbound_key: MailKey, event_key: MailKey) -> None:
    print(f"SENDGRID_INBOUND_PUBLIC_KEY={inbound_key.public}")
    print(f"SENDGRID_EVENT_PUBLIC_KEY={event_key.public}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="The outside world in a box.")
    parser.add_argument("--service", help="where Doorstep can be reached")
    parser.add_argument("--public-url", help="what Doorstep calls itself (its PUBLIC_URL), if that is another URL")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--account-sid", default="AC" + "0" * 32)
    parser.add_argument("--auth-token", default="simulated-token")
    parser.add_argument("--sendgrid-key", default="SG.simulated")
    parser.add_argument("--api-key", default="", help="Doorstep's API_KEY, for the day and the van")
    parser.add_argument("--keys", type=Path, help="file of the mail provider's keys, made when missing")
    parser.add_argument("--state", type=Path, help="file in which the state is kept over a restart")
    parser.add_argument("--no-load", action="store_true", help="do not put the demo's day into the service")
    parser.add_argument("--no-opt-out-answers", action="store_true", help="the carrier does not answer STOP and START")
    parser.add_argument("--print-keys", action="store_true", help="print the mail provider's public keys and end")
    parser.add_argument("--print-day", metavar="INSTANT", help="print the demo's day for an ISO instant and end")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
