"""Where a wizard may go from each of its steps."""

from __future__ import annotations

from pes_client.gui.wizards.site_security import ACCOUNT_SECURITY, INFO, STEPS, SUBMITTED
from pes_client.gui.wizards.steps import Path, Step
from pes_client.wording import text

TITLE = text("A panel")


def test_sec_2_the_panels_come_in_their_order() -> None:
    path = Path(STEPS)

    seen = [path.step.name, path.go_on().name, path.go_on().name, path.go_on().name]

    assert seen == [INFO, ACCOUNT_SECURITY, SUBMITTED, SUBMITTED]


def test_sec_2_the_breadcrumb_is_the_portals() -> None:
    assert str(STEPS[1].breadcrumb) == "Increased Site Security Info > Account Security"
    assert str(STEPS[1].title) == "Account Security"
    assert str(STEPS[2].title) == "Account Security Info Submitted"


def test_the_form_has_a_way_back_and_the_first_panel_has_none() -> None:
    path = Path(STEPS)

    assert not path.may_go_back
    path.go_on()
    assert path.may_go_back
    assert path.go_back().name == INFO


def test_after_submitting_there_is_no_way_back() -> None:
    path = Path(STEPS)
    path.go_on()
    path.go_on()

    assert path.is_committed
    assert path.is_last
    assert not path.may_go_back
    assert path.go_back().name == SUBMITTED


def test_starting_again_forgets_that_something_was_submitted() -> None:
    path = Path(STEPS)
    path.go_on()
    path.go_on()

    assert path.start_again().name == INFO
    assert not path.is_committed


def test_a_step_that_only_asks_can_be_gone_back_over() -> None:
    path = Path((Step("whose", TITLE, TITLE, TITLE, asks=True), Step("answers", TITLE, TITLE, TITLE, commits=True)))
    assert path.step.waits

    path.go_on()

    assert path.may_go_back


def test_a_step_that_ends_leaves_the_wizard_before_the_table_does() -> None:
    path = Path((Step("done", TITLE, TITLE, TITLE, ends=True), Step("over", TITLE, TITLE, TITLE)))
    assert path.is_last

    assert path.go_to("over").name == "over"
    assert path.is_last
