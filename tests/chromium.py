"""The machine's own Chromium, for tests and for the pictures of the documentation; nothing is fetched.

The build without a window is the same engine with less around it, and needs about half the processor time.
"""

import shutil

BUILDS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for found in map(shutil.which, BUILDS) if found), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
