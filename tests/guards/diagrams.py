"""Draws the dialogues by walking them: `python -m tests.guards.diagrams` writes docs/conversations.md.

Every arrow on that page was taken by the reducers themselves, over the sample events of `dialogue_samples`.
"""

from dataclasses import replace
from pathlib import Path

from conversations import customer, driver, router
from conversations.effects import Effect, Relay, Say
from conversations.events import TimerFired, TimerName
from conversations.state import Dialogue, ThreadState, deadline
from conversations.turn import Heard, Idle
from conversations.understanding.reading import Role
from tests.guards.dialogue_samples import DIALOGUES, Drawn, Sample

PAGE = Path(__file__).parents[2] / "docs" / "conversations.md"
TIME_IS_UP = "time is up"
HEAD = """# The dialogues

This page is drawn by walking the code: `python -m tests.guards.diagrams` writes it, and a test holds it to the code.
An arrow carries what happens and, in brackets, the messages that are said, by their keys in `templates/messages/`.
What changes nothing and says nothing of the dialogue itself is left out.

A text is answered in this order: consent (stop, start); a person who has the thread; the choice of a delivery that
was asked for; "where is it", a tracking number, help and "is this really you", which leave an open question open; the
open question; the open talk with the driver; a new wish. What is none of these gets one short answer, and the second
time a person. At most one question is open; questions of ours wait for their turn.
"""


def page() -> str:
    """Write the page."""
    return "\n".join([HEAD, *(_section(drawn) for drawn in DIALOGUES)])


def situations() -> frozenset[str]:
    """Collect every situation that some diagram reaches."""
    return frozenset(name for drawn in DIALOGUES for edge in _edges(drawn) for name in (edge[0], edge[2]))


def _section(drawn: Drawn) -> str:
    arrows = "\n".join(f"    {before} --> {after}: {label}" for before, label, after in _edges(drawn))
    return f"## {drawn.title}\n\n{drawn.words}\n\n```mermaid\nstateDiagram-v2\n    [*] --> Idle\n{arrows}\n```\n"


def _edges(drawn: Drawn) -> list[tuple[str, str, str]]:
    """Walk a dialogue from idle through everything that its samples reach."""
    edges: dict[tuple[str, str, str], None] = {}
    reached: list[Dialogue] = [Idle()]
    for dialogue in reached:
        for sample in (*drawn.samples, Sample(TIME_IS_UP, TimerFired(TimerName.QUESTION_EXPIRES), drawn.context)):
            after, effects = _step(dialogue, sample)
            said = _said(effects, drawn)
            if type(after) is type(dialogue) and not _is_worth_an_arrow(dialogue, said, drawn):
                continue
            label = f"{sample.label} [{', '.join(said)}]" if said else sample.label
            edges.setdefault((_name(dialogue), label, _name(after)))
            if not any(type(known) is type(after) for known in reached):
                reached.append(after)
    return list(edges)


def _step(dialogue: Dialogue, sample: Sample) -> tuple[Dialogue, tuple[Effect, ...]]:
    context = sample.context
    if sample.label == TIME_IS_UP:
        context = replace(context, now=deadline(dialogue) or context.now)
    if not isinstance(sample.happens, Heard):
        state, effects = router.step(ThreadState(dialogue), sample.happens, context)
        return state.dialogue, effects
    hear = customer.hear if context.role is Role.CUSTOMER else driver.hear
    state, effects = hear(ThreadState(dialogue, misunderstood=sample.times - 1), sample.happens, context)
    return state.dialogue, effects


def _said(effects: tuple[Effect, ...], drawn: Drawn) -> list[str]:
    """Name what was said in a dialogue, and words that were passed on."""
    keys = [effect.key for effect in effects if isinstance(effect, Say) and effect.key.startswith(drawn.keys)]
    relayed = ["passed on" for effect in effects if isinstance(effect, Relay)]
    return [*relayed, *dict.fromkeys(keys)]


def _is_worth_an_arrow(dialogue: Dialogue, said: list[str], drawn: Drawn) -> bool:
    """Leave out loops without words, and what an idle thread does not understand, but for the page about that."""
    is_noise = isinstance(dialogue, Idle) and "person/" not in drawn.keys
    return any(not (is_noise and key.startswith("unclear/")) for key in said)


def _name(dialogue: Dialogue) -> str:
    return "Idle" if isinstance(dialogue, Idle) else type(dialogue).__name__


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
