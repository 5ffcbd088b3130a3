"""`doorstep chat`: the dialogues in a terminal, and the transcript it writes."""

from tests.cli.terminal import Terminal
from tests.transcripts import player, script

TYPED = """\
where is it
tell the driver I am at the back
/as driver
#7 which door?
/as customer
the blue one
/time +3h
/event delivered note="with Bob"
/event AC-2M8P4T failed reason="no answer"
/time +1d
/event rating_due
2
the box was wet
/event reminder morning
/quit
never said
"""


def test_both_sides_are_heard(terminal: Terminal) -> None:
    said = terminal.run("chat", typed=TYPED).output

    assert "< Acme: AC-7F3K9Q is 3 stops away" in said
    assert "[to driver: I am at the back]" in said
    assert "[to customer: which door?]" in said
    assert "[RecordRating 2]" in said
    assert "never said" not in said


def test_a_transcript_replays_as_it_was(terminal: Terminal) -> None:
    terminal.run("chat", "--record", "new.txt", typed=TYPED)

    played = script.load(terminal.folder / "new.txt")
    world = player.build(played)

    for turn in played.turns:
        heard = player.play(turn, world)
        assert [(want.kind, want.to, want.text) for want in turn.expected] == [
            (got.kind, got.to, got.text) for got in heard
        ]
    assert len(played.turns) == 12


def test_what_cannot_happen_is_told_and_the_chat_goes_on(terminal: Terminal) -> None:
    typed = '/event nonsense\n/event AC-XXXXXX delivered\n/time soon\n/time\n/event\n/event "\n/what\nwhere is it\n'

    result = terminal.run("chat", typed=typed)

    assert result.exit_code == 0
    assert result.output.count("That cannot happen") == 6
    assert "/as driver, /as customer" in result.output
    assert "3 stops away" in result.output


def test_the_bot_speaks_the_language_that_was_chosen(terminal: Terminal) -> None:
    said = [terminal.run("chat", "--language", code, typed="AC-7F3K9Q\n").output for code in ("en", "es", "fr")]

    assert len(set(said)) == 3


def test_a_driver_is_answered(terminal: Terminal) -> None:
    said = terminal.run("chat", "--as", "driver", typed="list\ndone #7\n").output

    assert "You drive for Acme." in said
    assert "[RecordStop delivered]" in said
    assert "[to customer: Acme: AC-7F3K9Q was delivered." in said
