"""What the benchmark of reports is made of."""
