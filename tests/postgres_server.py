"""A throw-away PostgreSQL server for one test run: found, started, watched and removed.

Several test processes share it; the first that needs it starts it. It listens on the loopback alone, keeps nothing safe
(no fsync) and ends with the process that owns the run, however that ends.
"""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TypedDict

OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}
MISSING = (
    "the PostgreSQL server programs (initdb, pg_ctl) are neither in PATH nor in /usr/lib/postgresql/*/bin; "
    "on Debian and Ubuntu: apt-get install postgresql"
)
# Stops the server in $2 and removes the run's directory $3 once process $1 is gone: a killed run leaves nothing behind.
WATCH = """
(while kill -0 "$1"; do sleep 2; done
 kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"
 rm -rf "$3") </dev/null >/dev/null 2>&1 &
"""


class Demoted(TypedDict, total=False):
    """Arguments of `subprocess.run` that leave root behind."""

    user: int
    group: int
    extra_groups: list[int]


def find_programs() -> Path | None:
    """Find the directory of initdb and pg_ctl: PATH first, then Debian's newest."""
    on_path = shutil.which("initdb")
    candidates = [Path(on_path).resolve().parent] if on_path else []
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    candidates += sorted(installed, key=lambda path: (len(path.parent.name), path.parent.name), reverse=True)
    return next((path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


def start(directory: Path, *, programs: Path, owner_pid: int) -> str:
    """Start a server in this new directory of the run's own, for as long as the owner lives; answer its address."""
    directory.mkdir()
    demoted = _demoted()
    if demoted:
        os.chown(directory, demoted["user"], demoted["group"])
        # The parent was made for the owner alone; the server's user must be able to pass through.
        directory.parent.chmod(0o755)
    data = directory / "data"
    _run(
        programs / "initdb",
        "-D",
        data,
        "-U",
        "doorstep",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        within=directory,
    )
    port = _free_port()
    options = " ".join(f"-c {name}='{value}'" for name, value in {**OPTIONS, "port": str(port)}.items())
    _run(
        programs / "pg_ctl",
        "-D",
        data,
        "-l",
        directory / "log",
        "-o",
        options,
        "-w",
        "-t",
        "60",
        "start",
        within=directory,
    )
    subprocess.run(["/bin/sh", "-c", WATCH, "watch", str(owner_pid), directory, directory.parent], check=True)
    return f"postgresql+psycopg://doorstep@127.0.0.1:{port}"


def stop(directory: Path, *, programs: Path) -> None:
    """Stop the server in this directory at once; its data is about to be removed."""
    _run(programs / "pg_ctl", "-D", directory / "data", "-m", "immediate", "-w", "stop", within=directory)


def _demoted() -> Demoted:
    """Choose another user when we are root, for PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    account = accounts.get("postgres") or accounts["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(program: Path, *arguments: str | Path, within: Path) -> None:
    # Not captured through a pipe: the server would inherit it and keep it open for ever.
    with (within / f"{program.name}.out").open("a+b") as output:
        done = subprocess.run(
            [program, *arguments], cwd=within, stdout=output, stderr=output, check=False, **_demoted()
        )
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"{program.name} failed: {output.read().decode(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
