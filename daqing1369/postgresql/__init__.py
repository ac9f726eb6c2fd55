"""Django's PostgreSQL backend, which refuses at once while the server is away; ``base`` has it."""
