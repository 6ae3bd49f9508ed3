#!/bin/bash
# Run once by the PostgreSQL image, when its volume is empty: makes the database "arena", the role
# that owns its tables and migrates them, and the role that the application works as, which owns
# nothing (Arena grants it what it needs). The names are plain words; only the passwords are secret.
set -euo pipefail

psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner_password ARENA_DATABASE_OWNER_PASSWORD
\getenv password ARENA_DATABASE_PASSWORD
CREATE ROLE arena_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE arena LOGIN PASSWORD :'password';
CREATE DATABASE arena OWNER arena_owner;
REVOKE ALL ON DATABASE arena FROM PUBLIC;
GRANT CONNECT ON DATABASE arena TO arena;
SQL
