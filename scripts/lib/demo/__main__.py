"""`python -m scripts.lib.demo`, which is what scripts/demo runs."""

import sys

from .cli import main

sys.exit(main())
