"""What other systems publish, read in pure functions that believe nothing."""
