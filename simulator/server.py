"""The simulator as an HTTP server: both providers' APIs and, in control_api.py, the page and its commands.

Werkzeug's threaded server is used because it lets a fault reach the socket under a request.
"""

import threading
from dataclasses import dataclass

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from simulator import carrier_api, control_api, mail_api
from simulator.demo import Demo
from simulator.world import World


class _Quiet(WSGIRequestHandler):
    """A request handler that writes no access log: addresses would be in it."""

    # Head and body of an answer leave in two pieces; without this the second waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: object) -> None:
        return


@dataclass(slots=True)
class Server:
    """A running simulator."""

    world: World
    url: str
    _http: BaseWSGIServer
    _thread: threading.Thread
    _released: threading.Event

    def stop(self) -> None:
        """Release silent requests, stop serving and end the world's threads."""
        self._released.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        self.world.stop()


def create_app(world: World, *, demo: Demo | None = None, released: threading.Event | None = None) -> Flask:
    """Build the WSGI application around a world."""
    app = Flask("simulator", static_folder=None)
    silent = released or threading.Event()
    app.register_blueprint(
        carrier_api.create_blueprint(
            world.carrier, account_sid=world.account_sid, auth_token=world.auth_token, released=silent
        )
    )
    app.register_blueprint(control_api.create_blueprint(world, demo))
    app.register_blueprint(mail_api.create_blueprint(world.mails, api_key=world.sendgrid_key, released=silent))
    return app


def start(world: World, port: int = 0, *, host: str = "127.0.0.1", demo: Demo | None = None) -> Server:
    """Serve a world, and a demo's page if there is one, on a thread of its own; port 0 takes a free one."""
    released = threading.Event()
    http = make_server(
        host, port, create_app(world, demo=demo, released=released), threaded=True, request_handler=_Quiet
    )
    world.url = f"http://{host}:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, name="simulator", daemon=True)
    thread.start()
    return Server(world, world.url, http, thread, released)
