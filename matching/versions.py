"""Versions of everything an answer depends on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("helpexchange", "ortools", "numba", "numpy", "scipy", "pyproj")


def library_versions() -> dict[str, str]:
    """Versions of Python and of the libraries an answer depends on."""
    versions = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions
