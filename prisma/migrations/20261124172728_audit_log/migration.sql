-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "user_id" UUID,
    "session_id" UUID,
    "device_id" UUID,
    "request_id" TEXT,
    "commitment" BYTEA NOT NULL,
    "salt" BYTEA,
    "address" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "seq" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "prev" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "seq" BIGINT NOT NULL,
    "why" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "head" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("seq","why")
);

-- CreateIndex
CREATE INDEX "audit_events_user_id_at_id_idx" ON "audit_events"("user_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_chain_event_id_key" ON "audit_chain"("event_id");

-- What the schema cannot say.
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_commitment_is_sha256" CHECK (octet_length(commitment) = 32);
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_salt_or_nothing_personal"
    CHECK (octet_length(salt) = 32 OR (salt IS NULL AND address IS NULL AND ip IS NULL AND user_agent IS NULL));
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_macs_are_sha256" CHECK (octet_length(prev) = 32 AND octet_length(mac) = 32);

-- The few rows whose personal fields the purge drops early: nobody's.
CREATE INDEX "audit_events_of_nobody_idx" ON "audit_events"("at") WHERE "user_id" IS NULL AND "salt" IS NOT NULL;

-- Nothing that was written changes, but that the personal fields of an event are dropped, all of them and their salt; nothing goes
-- but what a checkpoint stands for. Whoever owns the tables can take these away: that it was done is the seals' to show.
CREATE FUNCTION "audit_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE FUNCTION "audit_allow_erasure"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    personal CONSTANT text[] := '{salt,address,ip,user_agent}';
BEGIN
    IF NEW.salt IS NULL AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE FUNCTION "audit_allow_trimming"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
BEGIN
    IF TG_TABLE_NAME = 'audit_events' THEN
        SELECT seq INTO place FROM audit_chain WHERE event_id = OLD.id;
    ELSIF TG_TABLE_NAME = 'audit_chain' THEN
        place := OLD.seq;
    ELSE
        -- A checkpoint gives way to a later one only.
        place := OLD.seq + 1;
    END IF;
    IF EXISTS (SELECT FROM audit_checkpoints WHERE why = 'trimmed' AND seq >= place) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'insufficient_privilege';
END;
$$;

CREATE TRIGGER "audit_events_update" BEFORE UPDATE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "audit_allow_erasure"();
CREATE TRIGGER "audit_events_delete" BEFORE DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "audit_allow_trimming"();
CREATE TRIGGER "audit_events_truncate" BEFORE TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();
CREATE TRIGGER "audit_chain_update" BEFORE UPDATE ON "audit_chain" FOR EACH ROW EXECUTE FUNCTION "audit_refuse"();
CREATE TRIGGER "audit_chain_delete" BEFORE DELETE ON "audit_chain" FOR EACH ROW EXECUTE FUNCTION "audit_allow_trimming"();
CREATE TRIGGER "audit_chain_truncate" BEFORE TRUNCATE ON "audit_chain" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();
CREATE TRIGGER "audit_checkpoints_update" BEFORE UPDATE ON "audit_checkpoints" FOR EACH ROW EXECUTE FUNCTION "audit_refuse"();
CREATE TRIGGER "audit_checkpoints_delete" BEFORE DELETE ON "audit_checkpoints" FOR EACH ROW EXECUTE FUNCTION "audit_allow_trimming"();
CREATE TRIGGER "audit_checkpoints_truncate" BEFORE TRUNCATE ON "audit_checkpoints" FOR EACH STATEMENT EXECUTE FUNCTION "audit_refuse"();

-- With a person goes what is personal in their events, whoever deletes them and by whatever statement.
CREATE FUNCTION "audit_erase_person"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_events SET salt = NULL, address = NULL, ip = NULL, user_agent = NULL
        WHERE user_id = OLD.id AND salt IS NOT NULL;
    RETURN NULL;
END;
$$;

CREATE FUNCTION "audit_erase_everybody"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_events SET salt = NULL, address = NULL, ip = NULL, user_agent = NULL WHERE salt IS NOT NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER "users_erase_from_audit" AFTER DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION "audit_erase_person"();
CREATE TRIGGER "users_erase_from_audit_all" AFTER TRUNCATE ON "users" FOR EACH STATEMENT EXECUTE FUNCTION "audit_erase_everybody"();

-- Also for a session that replays changes (session_replication_role = replica), where ordinary triggers sleep.
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER "audit_events_update";
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER "audit_events_delete";
ALTER TABLE "audit_events" ENABLE ALWAYS TRIGGER "audit_events_truncate";
ALTER TABLE "audit_chain" ENABLE ALWAYS TRIGGER "audit_chain_update";
ALTER TABLE "audit_chain" ENABLE ALWAYS TRIGGER "audit_chain_delete";
ALTER TABLE "audit_chain" ENABLE ALWAYS TRIGGER "audit_chain_truncate";
ALTER TABLE "audit_checkpoints" ENABLE ALWAYS TRIGGER "audit_checkpoints_update";
ALTER TABLE "audit_checkpoints" ENABLE ALWAYS TRIGGER "audit_checkpoints_delete";
ALTER TABLE "audit_checkpoints" ENABLE ALWAYS TRIGGER "audit_checkpoints_truncate";
ALTER TABLE "users" ENABLE ALWAYS TRIGGER "users_erase_from_audit";
ALTER TABLE "users" ENABLE ALWAYS TRIGGER "users_erase_from_audit_all";
