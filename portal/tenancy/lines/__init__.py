"""The database backend that settings name: Django's own for PostgreSQL, with another look at a pool that broke."""
