"""Schemathesis asks the running portal whatever its own document allows, and much that it does not."""

from __future__ import annotations

import json
from functools import cache

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pes_portal.commands import openapi_text

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# tus's own name for plain bytes.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
schema = schemathesis.openapi.from_dict(json.loads(openapi_text()))


@pytest.fixture(scope="module")
def caller_for(module_portal):
    """Somebody signed in for one operation, who may sign out and spoil what he likes at this module's portal."""

    @cache
    def sign_in(method: str, path: str):
        # Wrong passwords lock an account: who changes his is not asked for anything else.
        return module_portal.sign_in("clerktf01" if path == "/v1/account/password" else "provider1")

    return sign_in


@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_portal_keeps_to_its_document(case, caller_for):
    caller = caller_for(case.method, case.path)
    case.headers = {**(case.headers or {}), "Authorization": caller.authorization}
    response = case.call(base_url=caller.url, session=caller.session, verify=caller.session.verify)
    case.validate_response(response, checks=CHECKS)
