"""A year of letters on real processes under a driven clock."""
