-- The channel gets a neutral name: servers from version 0.2 on listen to "auth", older ones to "latchkey".
--
-- An upgrade may replace servers one by one, and until the last old one is gone both must hear each revocation. So the
-- triggers speak on both channels. A later release will drop "latchkey"; from 0.1 one goes there by way of 0.2.
--
-- A transaction that fired a trigger before this one spoke on the old channel only. A server that listens to "auth" by
-- the time of its commit would never hear it. The locks wait for such transactions, and let reads go on.
-- Writes wait behind this lock, so it gives up soon; the server then tries the migration again.
SET LOCAL lock_timeout = '3s';
LOCK TABLE "users", "sessions" IN SHARE MODE;

CREATE OR REPLACE FUNCTION "announce_row"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('auth', TG_ARGV[0] || ' ' || OLD.id);
    PERFORM pg_notify('latchkey', TG_ARGV[0] || ' ' || OLD.id);
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION "announce_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('auth', 'session ' || OLD.id || ' ' || OLD.user_id);
    PERFORM pg_notify('latchkey', 'session ' || OLD.id || ' ' || OLD.user_id);
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION "announce_everything"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('auth', '*');
    PERFORM pg_notify('latchkey', '*');
    RETURN NULL;
END;
$$;
