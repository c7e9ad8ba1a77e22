"""What the practice letters say, by kind (TRF-4); every name and number in them is invented."""

from __future__ import annotations

from pes_portal.practice.letterhead import Letter, Table
from pes_portal.practice.people import SampleOrganisation

_STREETS = {
    "009900111": ("12 Example Wharf", "Sampleton, CT 00000"),
    "009900222": ("48 Example Meadow Lane", "Placeholder Falls, CT 00000"),
}
_MEMBERS = (
    "Ada Sampleton, MD",
    "Bruno Testerman, DO",
    "Carmen Inventado, APRN",
    "Dmitri Placeholder, PA",
    "Elsa Mockridge, MD",
    "Farid Exemplar, MD",
    "Greta Fictiva, LCSW",
)
_MEMBER_NPIS = (
    "1777777776",
    "1666666668",
    "1555555550",
    "1444444446",
    "1333333338",
    "1222222220",
    "1111111112",
)


def organisation_members(place: SampleOrganisation, reference: str, count: int) -> Letter:
    """Confirms that members were added to an organisation or left it; long lists fill several pages."""
    changes = ("Added", "Left", "Address changed")
    rows = tuple(
        (_MEMBERS[i % 7], _MEMBER_NPIS[i % 7], changes[i % 3], f"{i % 12 + 1:02d}/01/2026") for i in range(count)
    )
    return _letter(
        place,
        reference,
        "Confirmation of changes to your organization's members",
        (
            (
                "You told us through the portal that members of your organization changed. The changes below are "
                "now part of your enrollment record. Claims with a date of service on or after the effective date "
                "are processed with them."
            ),
            (
                "Please compare the list with your own records. If a line is not right, change it on the portal "
                "under Provider Profile; you need not answer this letter when everything is right."
            ),
        ),
        table=Table(("Member", "NPI", "Change", "Effective"), (40, 24, 24, 20), rows),
    )


def funds_transfer(place: SampleOrganisation, reference: str, last_four: str) -> Letter:
    """Tells that payments will go to another bank account."""
    return _letter(
        place,
        reference,
        "Your Electronic Funds Transfer request was processed",
        (
            (
                "We received your request to have payments sent to a bank account. A test transfer of zero dollars "
                f"to the account that ends in {last_four} came back without an error."
            ),
            (
                "The first payment to this account is part of the next regular payment cycle. Until then payments "
                "go where they went before. Your remittance advice names the account by its last four digits."
            ),
            (
                "If you did not ask for this change, call the Provider Assistance Center at once. Nobody from the "
                "program will ever ask you for a password or for the full number of your bank account."
            ),
        ),
    )


def reenrollment(place: SampleOrganisation, reference: str, member: int, due: str) -> Letter:
    """Tells that a provider has to enrol again before a date."""
    return _letter(
        place,
        reference,
        "Re-enrollment is due",
        (
            (
                f"The enrollment of {_MEMBERS[member]} (NPI {_MEMBER_NPIS[member]}) in the program ends on {due}. "
                "To go on without a gap, the re-enrollment application has to be complete before that day."
            ),
            (
                "Start the application on the portal. Have ready: the license and its end date, the addresses of "
                "all service locations, the owners and managing persons, and the bank account for payments."
            ),
            (
                "Most applications take about three weeks. Claims for services after the end date cannot be paid "
                "while no enrollment is in effect, and they are not held for later."
            ),
        ),
        table=Table(
            ("What", "By when"),
            (70, 30),
            (
                ("Application started on the portal", "60 days before the end"),
                ("Documents uploaded or mailed", "45 days before the end"),
                ("Questions from the program answered", "15 days after they are asked"),
            ),
        ),
    )


def prior_authorization(place: SampleOrganisation, reference: str, decision: str, lines: int) -> Letter:
    """Tells what was decided about a request for prior authorisation."""
    services = (
        ("T1019", "Personal care, 15 minutes"),
        ("97110", "Therapeutic exercise"),
        ("E0143", "Folding wheeled walker"),
        ("S5125", "Attendant care, 15 minutes"),
    )
    rows = tuple(
        (f"{i + 1}", *services[i % 4], f"{(i % 5 + 1) * 8}", decision if i % 3 else "Approved") for i in range(lines)
    )
    return _letter(
        place,
        reference,
        f"Prior authorization notice: {decision.lower()}",
        (
            (
                f"A decision was made about your request {reference} for the sample client JANE Q. EXAMPLE, "
                "client ID 000000000. The units below may be billed only for services within the dates of the "
                "authorization, with the authorization number on each claim."
            ),
            (
                "An authorization is no promise of payment: the client has to be eligible on the day of service. "
                "Check eligibility before each visit."
            ),
            (
                "You may ask for a new look at this decision within 30 days by sending the reasons and any record "
                "that supports them. The client has been told separately about the right to a hearing."
            ),
        ),
        table=Table(("Line", "Code", "Service", "Units", "Decision"), (8, 14, 44, 12, 22), rows),
    )


def trauma_questionnaire(place: SampleOrganisation, reference: str) -> Letter:
    """Asks about an accident that another insurer may have to pay for."""
    return _letter(
        place,
        reference,
        "Questionnaire about an injury: may another insurer be responsible?",
        (
            (
                "A claim that you sent for the sample client JOHN P. EXAMPLE names a diagnosis that often follows "
                "an accident. By law the program pays only what no other insurer has to pay. Please answer what "
                "you know and return this questionnaire within 30 days."
            ),
            "Answer from the record that you have; you need not ask the client again.",
        ),
        questions=(
            "On which day and at which place did the injury happen?",
            "Did it happen at work? If so, name the employer.",
            "Was a motor vehicle involved? If so, name the insurers of all vehicles.",
            "Did it happen on somebody else's property, or through a product or an animal? Describe it.",
            "Is a lawyer working for the client? Give name and telephone number.",
            "Was a report made to the police or to an insurer? Give its number.",
            "Has any insurer paid you, or offered to? Give the amount and the day.",
            "Do you expect further treatment of this injury? For how long?",
            "Who answered these questions, and on which day?",
        ),
    )


def remittance_advice(place: SampleOrganisation, reference: str, claims: int) -> Letter:
    """The paper form of a payment: one line for each claim."""
    rows = tuple(
        (f"2026{1000 + i}", f"EXAMPLE-{i + 1:03d}", f"{80 + i * 5}.00", f"{60 + i * 4}.00", "Paid")
        for i in range(claims)
    )
    return _letter(
        place,
        reference,
        "Remittance advice",
        ("The claims below are part of this payment cycle. Amounts are in US dollars.",),
        table=Table(("Claim", "Client", "Billed", "Paid", "Status"), (22, 28, 16, 16, 18), rows),
    )


def _letter(
    place: SampleOrganisation,
    reference: str,
    title: str,
    paragraphs: tuple[str, ...],
    *,
    table: Table | None = None,
    questions: tuple[str, ...] = (),
) -> Letter:
    return Letter(
        title=title,
        reference=reference,
        to_name=place.name,
        to_lines=(*_STREETS[place.avrs_id], f"AVRS ID {place.avrs_id}    NPI {place.npi}"),
        paragraphs=paragraphs,
        table=table,
        questions=questions,
    )
