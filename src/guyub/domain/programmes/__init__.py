"""Groups of a village (poktan): whom they are for, what they report and when, and who takes part."""
