"""``python -m guyub.cli``."""

import sys

from guyub.cli import main

sys.exit(main())
