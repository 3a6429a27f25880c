"""What the benchmark of the newsletters is made of."""
