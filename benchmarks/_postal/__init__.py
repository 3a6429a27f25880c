"""What the benchmarks of the post share: mail servers, a slow road to them, made sets, a database of their own."""
