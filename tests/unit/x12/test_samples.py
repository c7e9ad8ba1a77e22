from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pyx12.params import params
from pyx12.x12n_document import x12n_document

from pes_client.domain.submissions import Answer
from pes_client.x12.acknowledgements import read_acknowledgements
from pes_client.x12.answer_sheet import AnswerSheet
from pes_client.x12.envelope import read_envelopes

OUTCOMES = {
    "claims-professional.x12": Answer.ACCEPTED,
    "claims-institutional.x12": Answer.ACCEPTED,
    "claims-rejected.x12": Answer.REJECTED,
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_sample_is_answered_as_its_readme_says(samples: Path, name: str) -> None:
    acknowledgement = io.StringIO()
    x12n_document(params(), str(samples / name), acknowledgement, None)
    with (samples / name).open("rb") as stream:
        sheet = AnswerSheet.for_file(read_envelopes(stream))

    report = read_acknowledgements(io.BytesIO(acknowledgement.getvalue().encode("ascii")))

    assert report.complete
    assert sheet.merge(report).outcome() is OUTCOMES[name]


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_npis_of_a_sample_have_right_check_digits(samples: Path, name: str) -> None:
    numbers = re.findall(rb"\*XX\*(\d+)~", (samples / name).read_bytes())

    assert len(set(numbers)) >= 2
    assert all(len(each) == 10 and luhn_sum(b"80840" + each) % 10 == 0 for each in numbers)


def luhn_sum(digits: bytes) -> int:
    doubled = [int(chr(each)) * (1 + at % 2) for at, each in enumerate(reversed(digits))]
    return sum(each - 9 * (each > 9) for each in doubled)


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_claim_of_a_sample_adds_up(samples: Path, name: str) -> None:
    segments = [line.rstrip("~").split("*") for line in (samples / name).read_text("ascii").splitlines()]
    charged: list[int] = []
    lines: list[int] = []
    for segment in segments:
        if segment[0] == "CLM":
            charged.append(int(segment[2]))
            lines.append(0)
        elif segment[0] in {"SV1", "SV2"}:
            lines[-1] += int(segment[2 if segment[0] == "SV1" else 3])

    assert charged
    assert charged == lines
