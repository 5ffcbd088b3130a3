"""The floor: the least that the machine must do for a text. Same server, same signature check, one durable insert."""

import os

from flask import Flask, Response, request
from sqlalchemy import Column, Integer, MetaData, String, Table, Text, insert
from twilio.request_validator import RequestValidator

from models.session import Database

_METADATA = MetaData()
_TEXTS = Table(
    "floor_texts",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("provider_id", String(64), unique=True),
    Column("body", Text),
)


def application() -> Flask:
    """Build the floor for the database and token in the environment."""
    database = Database(os.environ["DATABASE_URL"])
    _METADATA.create_all(database.engine)
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    url = os.environ["PUBLIC_URL"] + "/webhooks/twilio/messages"
    app = Flask(__name__)

    @app.post("/webhooks/twilio/messages")
    def receive() -> Response:
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            return Response(status=403)
        with database.write() as session:
            session.execute(insert(_TEXTS).values(provider_id=request.form["MessageSid"], body=request.form["Body"]))
        return Response("<Response/>", content_type="text/xml")

    return app


app = application()
