"""The command line of the simulator."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from simulator.__main__ import main

ROOT = Path(__file__).parents[2]


def test_the_keys_are_made_once_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "var" / "keys.json"
    printed = []
    for _ in range(2):
        assert main(["--print-keys", "--keys", str(file)]) == 0
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1]
    assert re.fullmatch(
        r"SENDGRID_INBOUND_PUBLIC_KEY=MFkw[\w+/]+=*\nSENDGRID_EVENT_PUBLIC_KEY=MFkw[\w+/]+=*\n", printed[0]
    )
    assert file.stat().st_mode & 0o077 == 0


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    pem = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"inbound": pem.decode(), "events": pem.decode()}))

    with pytest.raises(ValueError, match="elliptic-curve"):
        main(["--print-keys", "--keys", str(file)])


def test_the_day_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--print-day", "2026-11-23T08:00:00-05:00"]) == 0

    route = json.loads(capsys.readouterr().out)["routes"][0]
    assert (route["starts_at"], len(route["stops"])) == ("2026-11-23T08:15:00-05:00", 12)


def test_a_missing_service_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "--service is needed" in capsys.readouterr().err


def test_it_serves_until_it_is_ended_and_saves(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "simulator", "--service", "http://127.0.0.1:9", "--state", str(state)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        url = lines[2].rpartition(" ")[2].strip()
        assert requests.get(f"{url}state", timeout=3).json()["clock"]["trouble"] == "Waiting for the service"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0

    assert json.loads(state.read_text())["texts"] == []


def test_a_taken_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "simulator", "--service", "http://127.0.0.1:9"]
        command += ["--port", str(taken.getsockname()[1])]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)

    assert ended.returncode == 1
    assert "choose another with --port" in ended.stderr
