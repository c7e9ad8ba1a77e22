"""Whom to ask when the portal cannot help any further (ACC-6)."""

from __future__ import annotations

from pes_portal.wire.policy import Policy
from pes_portal.wire.problems import Code, PortalProblem
from pes_portal.wire.self_service import WhomToAsk


def self_service_over(policy: Policy) -> PortalProblem:
    """The refusal after too many wrong answers, the same for everybody (ASM-3)."""
    hours = policy.account.self_service_pause_hours
    return PortalProblem(
        403,
        Code.SELF_SERVICE_OVER,
        f"Too many wrong answers: self-service is over for {hours} hours.",
        panel="Self-Service",
        contacts=_whom_to_ask(policy).model_dump(mode="json"),
    )


def _whom_to_ask(policy: Policy) -> WhomToAsk:
    help_desk = policy.contacts.provider_assistance
    return WhomToAsk(
        master_user=f"A master user calls the {help_desk.label}, {help_desk.phone} ({help_desk.hours}).",
        clerk=(
            "A clerk asks the master user of the organization, who can set a new initial password under Clerk "
            f"Maintenance. If you do not know who that is, call the {help_desk.label}, {help_desk.phone}."
        ),
        provider_assistance=help_desk,
    )
