"""Ports to listen on: whether they are free, and which to take instead."""

import socket
from collections.abc import Set

import click


def trouble(host: str, port: int) -> str | None:
    """Say why nobody could listen there now; None when it is free."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None


def choose(wanted: int | None, *, usual: int, option: str, besides: Set[int] = frozenset()) -> int:
    """Take the port that is wanted, or the usual one, or the next free one and say so; never one of `besides`."""
    if wanted is not None:
        if wanted in besides or (why := trouble("127.0.0.1", wanted)):
            why = "it is the other port" if wanted in besides else why
            raise click.ClickException(f"port {wanted} cannot be listened on: {why}. Choose another with {option}.")
        return wanted
    for port in range(usual, usual + 200):
        if port not in besides and trouble("127.0.0.1", port) is None:
            if port != usual:
                click.echo(f"Port {usual} is taken; {port} is used instead ({option} chooses another).")
            return port
    raise click.ClickException(f"no port from {usual} on is free. Choose one with {option}.")
