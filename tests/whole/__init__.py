"""The house as a whole: real files, real processes, real faults."""
