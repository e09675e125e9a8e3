"""A folder of input files for tests about reading."""

from pathlib import Path

import pytest

from matching.errors import Fault, InputError
from matching.files import FolderInput, read_folder

HELPERS = "helper_id,latitude,longitude\nh,51.5,7.4\n"
REQUESTS = "request_id,latitude,longitude\nr,51.5,7.4\n"
MATRIX = 'travel = "matrix"\nspeed_kmh = 60\ndetour = 1\n'


class Folder:
    """A folder with one helper and one request, to be changed file by file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("helpers.csv", HELPERS)
        self.write("requests.csv", REQUESTS)

    def write(self, file: str, text: str) -> None:
        (self.path / file).write_text(text, encoding="utf-8", newline="")

    def read(self) -> FolderInput:
        return read_folder(self.path)

    def faults(self) -> list[Fault]:
        with pytest.raises(InputError, match="expected") as refusal:
            self.read()
        return list(refusal.value.faults)

    def only_fault(self) -> tuple[str, int, str, str]:
        """File, row, column and the whole sentence of the one fault."""
        (fault,) = self.faults()
        return fault.file, fault.row, fault.column, str(fault)
