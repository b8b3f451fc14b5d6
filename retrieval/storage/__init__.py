"""The database, which is the only truth, and the two legs derived from it."""
