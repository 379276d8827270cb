-- CreateTable
CREATE TABLE "announcement_channel" (
    "name" TEXT NOT NULL,

    CONSTRAINT "announcement_channel_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "unannounced_changes" (
    "transaction" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unannounced_changes_pkey" PRIMARY KEY ("transaction")
);

-- Postgres has no rights for LISTEN and NOTIFY. Any role that can connect hears a channel whose name it knows, and can speak on it.
-- So the name is a secret. Only roles that may read this table know it.
INSERT INTO "announcement_channel" VALUES ('auth_' || replace(gen_random_uuid()::text, '-', ''));

-- A transaction that fired a trigger before this one spoke on the former channels only. A server that listens to the new one by
-- the time of its commit would never hear it. The locks wait for such transactions, and let reads go on.
-- Writes wait behind this lock, so it gives up soon; the server then tries the migration again.
SET LOCAL lock_timeout = '3s';
LOCK TABLE "users", "sessions" IN SHARE MODE;

-- A commit that notifies fails while the queue of notifications is full, and no trigger can catch that: the error comes at the
-- commit. All databases of the server share this queue, and any role can fill it. So from half full on nothing is announced.
-- Instead a row remembers the transaction, and every server finds it by its next beat (packages/database/src/heartbeat.ts).
-- Asking for the usage also lets Postgres reuse the part that every listener has read. Nothing else does while the queue is full.
CREATE FUNCTION public."announce"(payload text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most_in_transaction CONSTANT integer := 1000;
    channel text := (SELECT min(name) FROM public.announcement_channel);
    announced integer := coalesce(nullif(current_setting('auth.announced', true), ''), '0');
BEGIN
    IF channel IS NULL OR pg_notification_queue_usage() >= 0.5 THEN
        INSERT INTO public.unannounced_changes VALUES (pg_current_xact_id()::text, clock_timestamp()) ON CONFLICT DO NOTHING;
        RETURN;
    END IF;
    -- One transaction must not fill the queue either. Equal payloads of a transaction are sent once.
    PERFORM pg_notify(channel, CASE WHEN announced < most_in_transaction THEN payload ELSE '*' END);
    PERFORM set_config('auth.announced', (announced + 1)::text, true);
    -- Servers of 0.1 listen here. They forget everything, and whoever else listens learns no id. A later release drops this line.
    PERFORM pg_notify('latchkey', '*');
END;
$$;

-- They run with the owner's rights, because a role that may end sessions need not know the channel.
CREATE OR REPLACE FUNCTION public."announce_row"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.announce(TG_ARGV[0] || ' ' || OLD.id);
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public."announce_session"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.announce('session ' || OLD.id || ' ' || OLD.user_id);
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public."announce_everything"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.announce('*');
    RETURN NULL;
END;
$$;

-- Otherwise any role could attach them to a temporary table of its own, and announce with the owner's rights.
REVOKE ALL ON FUNCTION public."announce"(text), public."announce_row"(), public."announce_session"(), public."announce_everything"() FROM PUBLIC;
