"""Connections to the database that may break: Django's backend for PostgreSQL, and what a broken pool costs (ENGINE)."""
