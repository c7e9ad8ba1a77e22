"""The bridge: work on other threads, answers on this one, nothing to those who are gone."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from pes_client.domain.events import ActivityAdded, Event, SubmissionChanged
from pes_client.errors import InputError, PesError
from pes_client.gui.bridge import Bridge
from pes_client.wording import text


class Announcer:
    """Announces on whatever thread it is called."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[Event], None]] = []

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return partial(self.listeners.remove, listener)

    def announce(self, event: Event) -> None:
        for listener in self.listeners:
            listener(event)


class Listener(QObject):
    """Remembers what it was told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.errors: list[PesError] = []
        self.threads: set[int] = set()

    @Slot(object)
    def hear(self, result: object) -> None:
        self.heard.append(result)
        self.threads.add(threading.get_ident())

    def fail(self, error: PesError) -> None:
        self.errors.append(error)
        self.threads.add(threading.get_ident())


@pytest.fixture
def announcer() -> Announcer:
    return Announcer()


@pytest.fixture
def bridge(qapp: object, announcer: Announcer) -> Iterator[Bridge]:
    bridge = Bridge(announcer)
    yield bridge
    bridge.stop()


def test_a_result_is_delivered_on_the_threads_of_the_window(bridge: Bridge, qtbot: QtBot) -> None:
    listener = Listener()

    bridge.run(threading.get_ident, listener.hear)
    qtbot.waitUntil(lambda: bool(listener.heard))

    assert listener.heard != [threading.get_ident()]
    assert listener.threads == {threading.get_ident()}


def test_an_error_with_words_reaches_the_one_who_asked(bridge: Bridge, qtbot: QtBot) -> None:
    listener = Listener()

    def refuse() -> None:
        raise InputError(text("No."))

    bridge.run(refuse, listener.hear, listener.fail)
    qtbot.waitUntil(lambda: bool(listener.errors))

    assert [str(error) for error in listener.errors] == ["No."]
    assert listener.threads == {threading.get_ident()}
    assert not listener.heard


def test_an_error_that_nobody_takes_is_told_to_the_window(bridge: Bridge, qtbot: QtBot) -> None:
    listener = Listener()

    def refuse() -> None:
        raise InputError(text("No."))

    with qtbot.waitSignal(bridge.nobody_handled) as told:
        bridge.run(refuse, listener.hear)

    assert isinstance(told.args[0], InputError)


def test_a_mistake_of_ours_is_reported_and_shown_without_its_own_words(
    bridge: Bridge, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: reported.append(kind))
    listener = Listener()

    def stumble() -> None:
        raise KeyError("a patient's name")

    bridge.run(stumble, listener.hear, listener.fail)
    qtbot.waitUntil(lambda: bool(reported))

    assert reported == [KeyError]
    assert "patient" not in str(listener.errors[0])


def test_an_answer_for_a_page_that_is_gone_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    listener, other = Listener(), Listener()
    may_answer = threading.Event()

    bridge.run(may_answer.wait, listener.hear)
    delete(listener)
    may_answer.set()
    bridge.run(may_answer.wait, other.hear)
    qtbot.waitUntil(lambda: not bridge.is_busy)

    assert listener.heard == []
    assert other.heard == [True]


def test_an_answer_for_an_object_that_python_forgot_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    may_answer = threading.Event()

    bridge.run(may_answer.wait, Listener().hear)
    gc.collect()
    may_answer.set()

    qtbot.waitUntil(lambda: not bridge.is_busy)


def test_a_newer_question_replaces_the_older_ones_answer(bridge: Bridge, qtbot: QtBot) -> None:
    listener = Listener()
    may_answer = threading.Event()

    older = bridge.run(lambda: may_answer.wait() and "older", listener.hear)
    bridge.run(lambda: may_answer.wait() and "newer", listener.hear, instead_of=older)
    may_answer.set()
    qtbot.waitUntil(lambda: not bridge.is_busy)

    assert listener.heard == ["newer"]


def test_what_another_thread_announces_arrives_on_this_one(bridge: Bridge, announcer: Announcer, qtbot: QtBot) -> None:
    listener = Listener()
    bridge.submission_changed.connect(listener.hear)
    bridge.activity_added.connect(listener.hear)

    core = threading.Thread(target=lambda: [announcer.announce(e) for e in (SubmissionChanged("k"), ActivityAdded())])
    core.start()
    core.join()
    assert listener.heard == []
    qtbot.waitUntil(lambda: len(listener.heard) == 2)

    assert listener.heard == [SubmissionChanged("k"), ActivityAdded()]
    assert listener.threads == {threading.get_ident()}


def test_after_stopping_nothing_is_delivered_and_nothing_is_listened_to(announcer: Announcer, qtbot: QtBot) -> None:
    bridge = Bridge(announcer)
    listener = Listener()
    bridge.submission_changed.connect(listener.hear)
    bridge.run(lambda: "late", listener.hear)
    announcer.announce(SubmissionChanged("k"))

    bridge.stop()
    qtbot.wait(0)

    assert listener.heard == []
    assert announcer.listeners == []
    assert bridge.run(lambda: "too late", listener.hear) == 0


def test_progress_from_a_worker_arrives_on_this_thread(bridge: Bridge, qtbot: QtBot) -> None:
    listener = Listener()
    report = bridge.relay(listener.hear)

    bridge.run(lambda: report("half"), listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 2)

    assert listener.heard == ["half", None]
    assert listener.threads == {threading.get_ident()}
