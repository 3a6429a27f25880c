"""Reading the municipality's files: borders, addresses, place names. Nothing here writes to the database."""
