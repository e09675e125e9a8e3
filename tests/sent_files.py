"""Forms with files, sent as a browser does."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from tests.page_client import PageClient


def send(
    client: PageClient, url: str, values: dict[str, Any], file: tuple[bytes, str] | None = None, *,
    field: str = "receipt",
) -> int:  # fmt: skip
    """Send a form with a file (what is in it, its name); return the status of the answer."""
    sent: dict[str, Any] = dict(values)
    if file is not None:
        sent[field] = FileStorage(io.BytesIO(file[0]), filename=file[1])
    body, _length, boundary = stream_encode_multipart(sent, use_tempfile=False)
    kind = f'multipart/form-data; boundary="{boundary}"'
    client._open(url, method="POST", data=body.read(), headers={}, content_type=kind)
    return client.response.status_code
