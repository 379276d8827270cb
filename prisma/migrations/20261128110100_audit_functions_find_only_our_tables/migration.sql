-- Each function names its tables with their schema, and sets its own search path.
--
-- Without that, a role could plant a temporary table with the name of ours, which Postgres finds first, and so delete young events.
-- And with an empty search path, as in the session that applies a logical replica's changes, a deletion would fail.
CREATE OR REPLACE FUNCTION public."audit_refuse"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE OR REPLACE FUNCTION public."audit_allow_erasure"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    personal CONSTANT text[] := '{salt,address,ip,user_agent}';
BEGIN
    IF NEW.salt IS NULL AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

-- A checkpoint is a row as any other here: only the key shows whether it is true. So no checkpoint lets a row go
-- that is younger than the shortest retention that can be set (`auditRetentionDays` in apps/api/src/settings.ts).
CREATE OR REPLACE FUNCTION public."audit_allow_trimming"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    youngest CONSTANT timestamptz := now() - interval '30 days';
    is_covered boolean;
BEGIN
    IF TG_TABLE_NAME = 'audit_events' THEN
        is_covered := OLD.at < youngest AND EXISTS (
            SELECT FROM public.audit_chain chain
            JOIN public.audit_checkpoints checkpoint ON checkpoint.why = 'trimmed' AND checkpoint.seq >= chain.seq
            WHERE chain.event_id = OLD.id);
    ELSIF TG_TABLE_NAME = 'audit_chain' THEN
        is_covered := EXISTS (SELECT FROM public.audit_checkpoints WHERE why = 'trimmed' AND seq >= OLD.seq)
            AND NOT EXISTS (SELECT FROM public.audit_events WHERE id = OLD.event_id AND at >= youngest);
    ELSE
        -- A checkpoint gives way to a later one only, once what stood between them is gone.
        is_covered := EXISTS (
            SELECT FROM public.audit_checkpoints later WHERE later.why = 'trimmed' AND later.seq > OLD.seq
                AND NOT EXISTS (SELECT FROM public.audit_chain chain WHERE chain.seq > OLD.seq AND chain.seq <= later.seq));
    END IF;
    IF is_covered THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE OR REPLACE FUNCTION public."audit_erase_person"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.audit_events SET salt = NULL, address = NULL, ip = NULL, user_agent = NULL
        WHERE user_id = OLD.id AND salt IS NOT NULL;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public."audit_erase_everybody"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.audit_events SET salt = NULL, address = NULL, ip = NULL, user_agent = NULL WHERE salt IS NOT NULL;
    RETURN NULL;
END;
$$;

REVOKE ALL ON FUNCTION public."audit_refuse"(), public."audit_allow_erasure"(), public."audit_allow_trimming"(),
    public."audit_erase_person"(), public."audit_erase_everybody"() FROM PUBLIC;
