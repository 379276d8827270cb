-- The triggers that guard the audit log looked with the rights of the role that changes a row. So a role that may only delete people could
-- not: it may not clear their events. And a role from which row-level security hides events could cut young ones off the chain, since
-- the trigger did not see them. Now they run with the owner's rights, for every role.
CREATE OR REPLACE FUNCTION public."audit_erase_person"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- On a table of their own, others could otherwise have it erase the events of any person.
    IF TG_RELID <> 'public.users'::regclass THEN
        RAISE EXCEPTION 'This is a trigger of the table users.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.audit_events SET salt = NULL, address = NULL, ip = NULL, user_agent = NULL
        WHERE user_id = OLD.id AND salt IS NOT NULL;
    RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION public."audit_erase_everybody"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_RELID <> 'public.users'::regclass THEN
        RAISE EXCEPTION 'This is a trigger of the table users.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE public.audit_events SET salt = NULL, address = NULL, ip = NULL, user_agent = NULL WHERE salt IS NOT NULL;
    RETURN NULL;
END;
$$;

ALTER FUNCTION public."audit_allow_trimming"() SECURITY DEFINER;

-- A value of the setting that is no number made every end of a session fail. A connection, role or database may have one.
CREATE OR REPLACE FUNCTION public."announce"(payload text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    most_in_transaction CONSTANT integer := 1000;
    channel text := (SELECT min(name) FROM public.announcement_channel);
    counted text := current_setting('auth.announced', true);
    announced integer := CASE WHEN counted ~ '^\d{1,8}$' THEN counted::integer ELSE 0 END;
BEGIN
    IF channel IS NULL OR pg_notification_queue_usage() >= 0.5 THEN
        INSERT INTO public.unannounced_changes VALUES (pg_current_xact_id()::text, clock_timestamp()) ON CONFLICT DO NOTHING;
        RETURN;
    END IF;
    -- One transaction must not fill the queue either. Equal payloads of a transaction are sent once.
    PERFORM pg_notify(channel, CASE WHEN announced < most_in_transaction THEN payload ELSE '*' END);
    PERFORM set_config('auth.announced', (announced + 1)::text, true);
    -- Servers of 0.1 listen here. They forget everything, and others who listen learn no id. A later release drops this line.
    PERFORM pg_notify('latchkey', '*');
END;
$$;
