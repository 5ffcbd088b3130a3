"""What this process counts for Prometheus: requests, how long webhooks take, what became of them.

Labels are names of views and outcomes, never an address or an id.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram


class Meters:
    """The meters of one application, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("doorstep_requests", "Requests answered.", ["view", "status"], registry=self.registry)
        self.webhook_seconds = Histogram(
            "doorstep_webhook_seconds", "How long webhooks take.", ["view"], registry=self.registry
        )
        self.outcomes = Counter(
            "doorstep_webhook_outcomes",
            "What became of what providers posted.",
            ["view", "outcome"],
            registry=self.registry,
        )
