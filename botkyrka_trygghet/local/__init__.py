"""The launcher behind `./run`: everything a fresh machine needs, on that machine alone.

Development only. Nothing outside this package knows that PostgreSQL and Valkey can come from wheels;
production gets both by `DATABASE_URL` and `REDIS_URL`.
"""
