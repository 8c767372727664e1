"""Pregnant and nursing mothers: how far a pregnancy is, which visits are expected, which figures deserve a second look.

`rules` reads the rule file, `dating` counts weeks, `calendar` says which visits are due, `signs` judges figures.
Whole units throughout: grams, millimetres, tenths of g/dL, mmHg, completed weeks.
"""
