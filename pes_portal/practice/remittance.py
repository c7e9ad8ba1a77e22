"""An invented 835 (005010X221A1) whose amounts balance: payment = claims, claim = charge − adjustment."""

from __future__ import annotations

from datetime import datetime

from pes_portal.practice.people import SampleOrganisation

_CLAIMS = (("EX-0001", 120, 96, "MEMBER001"), ("EX-0002", 85, 60, "MEMBER002"), ("EX-0003", 240, 200, "MEMBER003"))


def remittance_835(place: SampleOrganisation, paid_at: datetime) -> bytes:
    """One interchange with one payment of three claims."""
    day, short_day = f"{paid_at:%Y%m%d}", f"{paid_at:%y%m%d}"
    total = sum(paid for _, _, paid, _ in _CLAIMS)
    body = [
        "ST*835*0001",
        f"BPR*I*{total}*C*ACH*CCP*01*011000015*DA*000004417*1999999984**01*011000015*DA*000009052*{day}",
        f"TRN*1*PRACTICE{day}*1999999984",
        f"DTM*405*{day}",
        "N1*PR*PRACTICE MEDICAID PROGRAM",
        "N3*1 EXAMPLE PLAZA",
        "N4*SAMPLETON*CT*060000000",
        "PER*BL*PRACTICE HELP DESK*TE*8005550100",
        f"N1*PE*{place.name.upper()}*XX*{place.npi}",
        "LX*1",
        *(segment for claim in _CLAIMS for segment in _claim(*claim, day)),
    ]
    body.append(f"SE*{len(body) + 1}*0001")
    segments = [
        (
            f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PRACTICEPAYER':15}*ZZ*{place.avrs_id:15}"
            f"*{short_day}*0600*^*00501*000000835*0*T*:"
        ),
        f"GS*HP*PRACTICEPAYER*{place.avrs_id}*{day}*0600*835*X*005010X221A1",
        *body,
        "GE*1*835",
        "IEA*1*000000835",
    ]
    return "".join(f"{segment}~\n" for segment in segments).encode("ascii")


def _claim(number: str, charge: int, paid: int, member: str, day: str) -> tuple[str, ...]:
    return (
        f"CLP*{number}*1*{charge}*{paid}**MC*2026{number[-4:]}",
        f"CAS*CO*45*{charge - paid}",
        f"NM1*QC*1*EXAMPLE*JANE****MI*{member}",
        f"DTM*232*{day}",
    )
