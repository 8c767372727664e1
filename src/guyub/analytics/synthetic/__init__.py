"""A made-up population: families, members and answers drawn from published figures, plainly synthetic.

One seed gives the same families whatever the number of threads: they are made in blocks of fixed size, each with a
random stream of its own.
"""

from guyub.analytics.synthetic.blocks import Block, Plan, make_block
from guyub.analytics.synthetic.figures import DEFAULT_EDITION, Figures, load_figures, load_words
from guyub.analytics.synthetic.places import NoSuchRegion, villages_of

__all__ = [
    "DEFAULT_EDITION",
    "Block",
    "Figures",
    "NoSuchRegion",
    "Plan",
    "load_figures",
    "load_words",
    "make_block",
    "villages_of",
]
