"""Trust: the operating system's store plus one authority per portal, and no way to switch it off.

requests adds certifi's roots on its own and lets `REQUESTS_CA_BUNDLE` override a session; the adapter here
hands every connection our context and nothing else.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import Any

import truststore
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from pes_client.errors import InputError
from pes_client.portal.connection import PortalPool
from pes_client.wording import text

_BLOCK = 1024 * 1024
_POOLS = {"https": PortalPool}


def trusting(ca_pem: str | None) -> ssl.SSLContext:
    """A client context that checks host name and chain against the OS store and, if given, `ca_pem`.

    Raises InputError where `ca_pem` is no certificate. Made without the default contexts of `ssl` and urllib3
    on purpose: those write session keys to wherever SSLKEYLOGFILE points.
    """
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.hostname_checks_common_name = False
    if ca_pem is not None:
        try:
            context.load_verify_locations(cadata=ca_pem)
        except (ssl.SSLError, TypeError, ValueError) as error:  # TypeError: text beyond ASCII
            raise _no_certificate() from error
    return context


def fingerprint(ca_pem: str) -> str:
    """The SHA-256 of a PEM certificate as people compare it: `AB:CD:…`. Raises InputError if it is none."""
    try:
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(ca_pem.strip())).hexdigest().upper()
    except ValueError as error:
        raise _no_certificate() from error
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def _no_certificate() -> InputError:
    return InputError(
        text("The file with the portal's certificate authority holds no certificate that can be read."),
        text("Ask the portal's operator for the authority as a PEM file."),
    )


class TrustAdapter(HTTPAdapter):
    """The transport of one portal: its TLS context, and no retries (the engine is the one retry layer)."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__(max_retries=Retry(total=0, redirect=0), pool_connections=4, pool_maxsize=4)

    def init_poolmanager(self, *args: Any, **keywords: Any) -> None:
        """Give every direct connection the portal's context, and large blocks."""
        super().init_poolmanager(*args, ssl_context=self._context, blocksize=_BLOCK, **keywords)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **keywords: Any) -> Any:
        """Give every connection through a proxy the portal's context too."""
        manager = super().proxy_manager_for(
            proxy, ssl_context=self._context, proxy_ssl_context=trusting(None), blocksize=_BLOCK, **keywords
        )
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:  # noqa: ARG002 - requests' signature
        """Leave a connection's trust to the context, whatever session or environment say."""
        conn.cert_reqs = "CERT_REQUIRED"

    def build_connection_pool_key_attributes(
        self,
        request: PreparedRequest,
        verify: Any,  # noqa: ARG002 - may come from REQUESTS_CA_BUNDLE and must not choose the trust
        cert: Any = None,  # noqa: ARG002
    ) -> Any:
        """Pool connections by host and by our context only."""
        host, _pool = super().build_connection_pool_key_attributes(request, verify=True)
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}
