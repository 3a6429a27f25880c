"""What the benchmarks of the places share: made areas, and one module a figure."""
