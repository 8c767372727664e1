"""Small integer expressions over facts: the closed set of operators that rule files may use.

One definition, three readings: `model` is what a YAML file may say, `evaluate` computes one village in plain
Python (the oracle), `columns` computes many villages as narwhals expressions with the same results.
"""
