-- CreateTable
CREATE TABLE "heartbeats" (
    "replica" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "beaten_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "heartbeats_pkey" PRIMARY KEY ("replica")
);

-- Every server keeps living sessions in memory. Whoever changes or ends one, psql included, is heard by all of them, with the
-- commit: the payload is 'session <id>', 'user <id>', or '*' for everything. Nothing announces an INSERT: a commit that
-- notifies takes a lock that all notifying commits of the server share, so nothing frequent may.
CREATE FUNCTION "announce_row"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('latchkey', TG_ARGV[0] || ' ' || OLD.id);
    RETURN NULL;
END;
$$;

CREATE FUNCTION "announce_everything"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('latchkey', '*');
    RETURN NULL;
END;
$$;

-- Anything but last_seen_at, which every server notes all the time.
CREATE TRIGGER "sessions_announce_update" AFTER UPDATE ON "sessions" FOR EACH ROW
    WHEN ((to_jsonb(OLD) - 'last_seen_at') IS DISTINCT FROM (to_jsonb(NEW) - 'last_seen_at'))
    EXECUTE FUNCTION "announce_row"('session');

-- Deleting what had ended before, as the purge does, tells nobody anything.
CREATE TRIGGER "sessions_announce_delete" AFTER DELETE ON "sessions" FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL AND OLD.expires_at > clock_timestamp())
    EXECUTE FUNCTION "announce_row"('session');

CREATE TRIGGER "sessions_announce_truncate" AFTER TRUNCATE ON "sessions" FOR EACH STATEMENT
    EXECUTE FUNCTION "announce_everything"();

CREATE TRIGGER "users_announce_update" AFTER UPDATE ON "users" FOR EACH ROW
    WHEN (OLD IS DISTINCT FROM NEW)
    EXECUTE FUNCTION "announce_row"('user');

CREATE TRIGGER "users_announce_delete" AFTER DELETE ON "users" FOR EACH ROW
    EXECUTE FUNCTION "announce_row"('user');

CREATE TRIGGER "users_announce_truncate" AFTER TRUNCATE ON "users" FOR EACH STATEMENT
    EXECUTE FUNCTION "announce_everything"();

-- Also for a session that replays changes (session_replication_role = replica), where ordinary triggers sleep.
ALTER TABLE "sessions" ENABLE ALWAYS TRIGGER "sessions_announce_update";
ALTER TABLE "sessions" ENABLE ALWAYS TRIGGER "sessions_announce_delete";
ALTER TABLE "sessions" ENABLE ALWAYS TRIGGER "sessions_announce_truncate";
ALTER TABLE "users" ENABLE ALWAYS TRIGGER "users_announce_update";
ALTER TABLE "users" ENABLE ALWAYS TRIGGER "users_announce_delete";
ALTER TABLE "users" ENABLE ALWAYS TRIGGER "users_announce_truncate";
