-- AlterTable
ALTER TABLE "audit_checkpoints" ADD COLUMN     "former_key_id" TEXT;

-- What the schema cannot say.
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_begins_at_one" CHECK (seq > 0);

-- A checkpoint is a row as any other here: only whoever has the key can tell whether it is true. So whatever checkpoint somebody writes,
-- nothing goes that is younger than the shortest retention that can be set (`auditRetentionDays` in apps/api/src/settings.ts).
CREATE OR REPLACE FUNCTION "audit_allow_trimming"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    youngest CONSTANT timestamptz := now() - interval '30 days';
    is_covered boolean;
BEGIN
    IF TG_TABLE_NAME = 'audit_events' THEN
        is_covered := OLD.at < youngest AND EXISTS (
            SELECT FROM audit_chain JOIN audit_checkpoints ON why = 'trimmed' AND audit_checkpoints.seq >= audit_chain.seq
            WHERE event_id = OLD.id);
    ELSIF TG_TABLE_NAME = 'audit_chain' THEN
        is_covered := EXISTS (SELECT FROM audit_checkpoints WHERE why = 'trimmed' AND seq >= OLD.seq)
            AND NOT EXISTS (SELECT FROM audit_events WHERE id = OLD.event_id AND at >= youngest);
    ELSE
        -- A checkpoint gives way to a later one only, once what stood between them is gone.
        is_covered := EXISTS (
            SELECT FROM audit_checkpoints WHERE why = 'trimmed' AND seq > OLD.seq
                AND NOT EXISTS (SELECT FROM audit_chain WHERE audit_chain.seq > OLD.seq AND audit_chain.seq <= audit_checkpoints.seq));
    END IF;
    IF is_covered THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;
