"""Mail that comes in: pure functions that read it, and the one place that acts on what was read."""
