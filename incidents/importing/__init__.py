"""Reading files that others send: reports from before, counts. Nothing here writes to the database."""
