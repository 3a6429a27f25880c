"""Reports on their way to other systems."""
