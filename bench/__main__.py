"""`python -m bench`: every benchmark, one after the other. They print; they judge nothing."""

from bench import inbound, reply, step


def main() -> None:
    """Run them all."""
    step.main()
    reply.main()
    inbound.main()


if __name__ == "__main__":
    main()
