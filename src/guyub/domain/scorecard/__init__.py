"""The scorecard of a village: its lines, their targets, and how a line stands and moves."""
