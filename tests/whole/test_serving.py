"""The application as gunicorn loads it."""

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import gc
from helpexchange.app import served_app

app = served_app()
print(app.test_client().get("/healthz").status_code, gc.get_freeze_count() > 100_000)
"""


def test_a_process_that_serves_keeps_what_it_has_loaded_out_of_the_garbage(tmp_path: Path) -> None:
    environ = {
        **os.environ, "HELPEXCHANGE_ENVIRONMENT": "development", "HELPEXCHANGE_VAR_DIR": str(tmp_path),
        "HELPEXCHANGE_DATABASE_URL": f"sqlite:///{tmp_path / 'town.sqlite'}",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environ, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["200", "True"], done.stderr
