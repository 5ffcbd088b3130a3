"""What holds in every conversation, however odd: random threads, played turn by turn."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from conversations import codec, customer, driver, router
from conversations.context import Context
from conversations.effects import CancelTimer, Effect, OptIn, OptOut, Say, StartTimer
from conversations.events import Event, MessageReceived, TimerFired, TimerName
from conversations.state import ThreadState, deadline
from conversations.turn import Heard, Idle
from conversations.understanding.consent import CARRIER_HELP
from conversations.understanding.reading import Role
from tests.core.conversations.cast import NOW
from tests.core.conversations.strategies import contexts, events, texts

QUESTIONS = frozenset(
    [
        "cancellation/confirm",
        "choose/ask",
        "driver/which_stop",
        "driver/why_failed",
        "early/ask",
        "instructions/ask",
        "rating/ask",
        "rating/ask_again",
        "rating/low",
        "rating/thanks",
        "rating/which_score",
        "relay/ask",
        "relay/offer_to_keep",
        "reminder/ask",
        "reminder/ask_many",
        "reminder/day_before_ask",
        "reminder/day_before_ask_many",
        "reschedule/ambiguous",
        "reschedule/ask_when",
        "reschedule/confirm",
        "reschedule/gone",
        "reschedule/not_possible",
        "reschedule/several",
        "reschedule/which_day",
    ]
)


@dataclass(slots=True)
class Play:
    """One person's thread through a conversation, with what was seen on the way."""

    state: ThreadState = field(default_factory=ThreadState)
    now: datetime = NOW
    opted_out: bool = False
    timers: dict[TimerName, datetime] = field(default_factory=dict)
    asked: Counter[tuple[str, int | None]] = field(default_factory=Counter)

    def turn(self, happened: Event | Heard, context: Context) -> None:
        """Let one thing happen and hold every law against what follows."""
        context = replace(context, now=self.now, opted_out=self.opted_out)
        before = self.state
        after, effects = self._step(happened, context)
        assert codec.decode(codec.encode(after)) == codec.Decoded(after)
        said = [effect for effect in effects if isinstance(effect, Say)]
        _at_most_one_question(said, after)
        _nobody_else_is_addressed(effects, context)
        self._silence(said, effects, happened)
        self._timers(before, after, effects, happened)
        self.asked.update((say.key, say.delivery) for say in said if say.key in ("rating/ask", "rating/ask_again"))
        self.state = after

    def _step(self, happened: Event | Heard, context: Context) -> tuple[ThreadState, tuple[Effect, ...]]:
        if not isinstance(happened, Heard):
            return router.step(self.state, happened, context)
        # A reading of our own stands for any understanding of a text; consent and expiry are the router's.
        live, _ = router.step(self.state, TimerFired(TimerName.QUESTION_EXPIRES), context)
        if context.opted_out:
            return live, ()
        hear = customer.hear if context.role is Role.CUSTOMER else driver.hear
        after, effects = hear(live, happened, context)
        settled, timers = router.step(after, TimerFired(TimerName.QUESTION_WAITS), replace(context, muted=True))
        return settled, (*effects, *timers)

    def _silence(self, said: list[Say], effects: Iterable[Effect], happened: Event | Heard) -> None:
        """Hold that after a stop nothing is said until a start, but who we are to the word HELP alone."""
        stopped = OptOut() in effects
        if OptIn() in effects:
            self.opted_out = False
        if self.opted_out and said:
            assert isinstance(happened, MessageReceived)
            assert happened.text.strip(" .!").casefold() in CARRIER_HELP
            assert happened.carrier_consent is None
            assert [say.key.removesuffix("_support") for say in said] == ["consent/help_stopped"]
        if stopped:
            assert {say.key for say in said} <= {"consent/stopped", "consent/stopped_by_cancel", "driver/not_sent"}
            self.opted_out = True

    def _timers(
        self, before: ThreadState, after: ThreadState, effects: Iterable[Effect], happened: Event | Heard
    ) -> None:
        """Hold that each timer is void, fired, cancelled or wanted, and each open question has one."""
        if isinstance(happened, Heard):
            self.timers.clear()
        if isinstance(happened, TimerFired):
            self.timers.pop(happened.name, None)
        for effect in effects:
            if isinstance(effect, StartTimer):
                assert effect.due_at > self.now
                self.timers[effect.name] = effect.due_at
            if isinstance(effect, CancelTimer):
                self.timers.pop(effect.name, None)
        ends_at = deadline(after.dialogue)
        wanted = [ends_at] if ends_at else [self.now + router.LOOK_AGAIN] if after.waiting else []
        assert list(self.timers.values()) == wanted


def _at_most_one_question(said: list[Say], after: ThreadState) -> None:
    asked = [say.key for say in said if say.key in QUESTIONS]
    assert len(asked) <= 1
    assert not (asked and isinstance(after.dialogue, Idle))


def _nobody_else_is_addressed(effects: Iterable[Effect], context: Context) -> None:
    known = {view.id for view in context.deliveries}
    named = {number for effect in effects if (number := getattr(effect, "delivery", None)) is not None}
    assert named <= known


def played(role: Role) -> st.SearchStrategy[list[tuple[Event | Heard, Context, int]]]:
    """Turns of a conversation: what happens, what is seen, and how many minutes pass before."""
    return st.lists(st.tuples(events | texts, contexts(role), st.sampled_from((0, 1, 20, 45, 1500))), max_size=12)


@given(played(Role.CUSTOMER))
def test_the_laws_hold_in_every_conversation_with_a_customer(turns: list[tuple[Event | Heard, Context, int]]) -> None:
    play = Play()

    for happened, context, minutes in turns:
        play.now += timedelta(minutes=minutes)
        play.turn(happened, context)

    assert all(count == 1 for count in play.asked.values())


@given(played(Role.DRIVER))
def test_the_laws_hold_in_every_conversation_with_a_driver(turns: list[tuple[Event | Heard, Context, int]]) -> None:
    play = Play()

    for happened, context, minutes in turns:
        play.now += timedelta(minutes=minutes)
        play.turn(happened, context)

    assert not play.asked
    assert not play.state.waiting


@given(st.text(max_size=200), contexts(Role.CUSTOMER))
def test_any_text_at_all_is_answered_without_an_error(text: str, context: Context) -> None:
    Play().turn(MessageReceived(text), context)


@given(st.text(max_size=300))
def test_any_stored_text_is_a_state_or_said_to_be_none(text: str) -> None:
    decoded = codec.decode(text)

    assert decoded.unreadable
    assert decoded.state == ThreadState()
