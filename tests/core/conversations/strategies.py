"""Random people, days, texts and readings: anything a thread may meet, and much that it should not."""

from datetime import timedelta

from hypothesis import strategies as st

from conversations.context import BindingView, Context, DeliveryView, Proof, SentView
from conversations.events import (
    CaseClosed,
    DeliveryCancelled,
    DeliveryCompleted,
    DeliveryDelayed,
    DeliveryFailed,
    DriverApproached,
    DriverArriving,
    EarlyOffered,
    MessageReceived,
    RatingDue,
    ReminderDue,
    TimerFired,
    TimerName,
    WentOutForDelivery,
)
from conversations.turn import Heard
from conversations.understanding.reading import Intent, Reading, Role, When
from delivery.reminders import ReminderKind
from delivery.status import Status
from tests.core.conversations.cast import FRIDAY, NOW, THURSDAY, TODAY, TUESDAY, a_context, a_delivery, an_eta

WORDS = """
    STOP START HELP CANCEL YES ok no 1 2 5 list next done failed late break back early hmm
"""
TEXTS = (
    *WORDS.split(),
    "where is it",
    "AC-0001",
    "ZZ-99XX9",
    "move it to friday",
    "leave it at the back door",
    "tell the driver I am here",
    "can I talk to the driver",
    "cancel my delivery",
    "4 stars, kind driver",
    "it never arrived",
    "I want to talk to a person",
    "no more messages about AC-0002",
    "is this really you",
    "#1 on my way",
    "done #2",
    "¿dónde está mi paquete?",
    "\x00\ud7ff" + "x" * 2000,
    "",
)

NUMBERS = st.sampled_from((1, 2, 3, 9))
TIMES = st.sampled_from((None, TODAY, TUESDAY, FRIDAY))
DAYS = st.dates(min_value=NOW.date(), max_value=NOW.date() + timedelta(days=90))

whens = st.builds(
    When,
    date=st.none() | DAYS,
    start=st.none() | st.times(),
    end=st.none() | st.times(),
    ambiguous=st.booleans(),
    text=st.just("then"),
    candidates=st.lists(DAYS, max_size=3).map(tuple),
)
readings = st.builds(
    Reading,
    intent=st.sampled_from(Intent),
    confidence=st.floats(0, 1),
    language=st.sampled_from(("en", "es")),
    tracking_numbers=st.lists(st.sampled_from(("AC-0001", "AC-0002", "ZZ-9")), max_size=2).map(tuple),
    score=st.none() | st.integers(1, 5),
    comment=st.none() | st.just("so kind"),
    choice=st.none() | st.integers(-1, 4),
    instruction=st.none() | st.just("ring twice"),
    message=st.none() | st.just("on my way"),
    stop_tag=st.none() | NUMBERS,
    minutes=st.none() | st.integers(-5, 60),
    reason=st.none() | st.just("nobody home"),
    when=st.none() | whens,
    also=st.none() | st.sampled_from(Intent),
)
texts = st.builds(Heard, text=st.sampled_from(TEXTS), reading=readings)
events = st.one_of(
    st.builds(
        MessageReceived,
        st.sampled_from(TEXTS),
        st.integers(0, 1),
        st.sampled_from((None, None, "stop", "start", "help")),
    ),
    st.builds(TimerFired, st.sampled_from(TimerName)),
    st.builds(
        ReminderDue, st.sampled_from(ReminderKind), st.lists(NUMBERS, min_size=1, max_size=3, unique=True).map(tuple)
    ),
    st.sampled_from(
        (
            WentOutForDelivery,
            DriverApproached,
            DriverArriving,
            DeliveryDelayed,
            DeliveryCompleted,
            DeliveryFailed,
            DeliveryCancelled,
            RatingDue,
        )
    ).flatmap(lambda kind: NUMBERS.map(kind)),
    st.builds(EarlyOffered, NUMBERS, st.integers(5, 60)),
    st.builds(CaseClosed, st.none() | NUMBERS, was_low_rating=st.booleans()),
)


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[DeliveryView, ...]:
    """Up to three deliveries, each in any condition, even an odd one."""
    return tuple(
        a_delivery(
            number,
            status=draw(st.sampled_from(Status)),
            window=draw(TIMES),
            promised=draw(TIMES),
            offers=draw(st.sampled_from(((), (FRIDAY,), (TUESDAY, THURSDAY, FRIDAY)))),
            eta=draw(
                st.sampled_from((None, an_eta(), an_eta(1), an_eta(live=False), an_eta(age_s=900), an_eta(wide=0)))
            ),
            can_cancel=draw(st.booleans()),
            confirmed=draw(st.booleans()),
            tag=draw(st.sampled_from((None, number))),
            proof=draw(st.sampled_from((None, Proof(NOW, 5, "porch"), Proof(NOW, None, None)))),
            failed_reason=draw(st.sampled_from((None, "no answer"))),
            completed_at=draw(st.sampled_from((None, NOW))),
            score=draw(st.sampled_from((None, None, 1, 5))),
            rateable=draw(st.booleans()),
            stopped=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    )


@st.composite
def contexts(draw: st.DrawFn, role: Role) -> Context:
    """What a step may see, in any combination."""
    views = draw(deliveries())
    bound = draw(st.lists(st.sampled_from([view.id for view in views] + [9]), max_size=2, unique=True))
    return a_context(
        *views,
        role=role,
        bindings=tuple(BindingView(number, draw(st.booleans()), NOW) for number in bound),
        late_binding=draw(st.booleans()),
        recent=draw(st.sampled_from(((), (SentView(NOW, "Acme: hello"),)))),
        muted=draw(st.integers(0, 5)) == 0,
        may_ask_rating=draw(st.booleans()),
    )
