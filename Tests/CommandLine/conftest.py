"""The drawings of the end-to-end tests serve here as well."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "EndToEnd"))
