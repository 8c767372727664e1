"""The ministry's current programmes: foster-parent aid, fathers, day cares, elders, as a Kampung KB reports them."""
