"""The mail sender's one thread: takes each waiting mail to the post once, and tries again when the post is closed."""

from __future__ import annotations

import logging
import threading

from pes_portal.clock import Clock
from pes_portal.crashes import log_crash
from pes_portal.database.engine import Database
from pes_portal.notices.outgoing import note_sent, waiting_mail
from pes_portal.notices.post import Post

_LOOK_EVERY_SECONDS = 60.0
_TRY_AGAIN_SECONDS = 30.0

_log = logging.getLogger("pes_portal.notices")


class MailSender:
    """What waits is in the database: it survives any end, and leaves in its order."""

    def __init__(self, database: Database, clock: Clock, post: Post | None) -> None:
        self._database = database
        self._clock = clock
        self._post = post
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Mail was written."""
        self._wanted.set()

    def start(self) -> None:
        """Begin with what an earlier process left; without a post everything goes on waiting."""
        if self._post is None:
            _log.info("no mail server is named; notices wait")
            return
        self._wanted.set()
        self._thread = threading.Thread(target=self._run, args=(self._post,), name="mail sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End soon; a mail under way is sent again at the next start."""
        self._stopping.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(timeout=0.5)

    def _run(self, post: Post) -> None:
        while not self._stopping.is_set():
            self._wanted.wait(_LOOK_EVERY_SECONDS)
            self._wanted.clear()
            try:
                self._send_waiting(post)
            except OSError as failure:
                # Its text may name the address; its kind says enough.
                _log.warning("the mail server takes no mail now (%s); notices wait", type(failure).__name__)
                self._stopping.wait(_TRY_AGAIN_SECONDS)
                self._wanted.set()
            except Exception as crash:  # noqa: BLE001  (the thread must outlive any one failure)
                log_crash(crash)

    def _send_waiting(self, post: Post) -> None:
        with self._database.reading() as connection:
            waiting = waiting_mail(connection)
        for mail in waiting:
            if self._stopping.is_set():
                return
            now = self._clock.now()
            post.deliver(mail, now)
            with self._database.writing() as connection:
                note_sent(connection, mail, now)
