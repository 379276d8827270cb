-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "device_id" UUID;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "devices" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenges" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" UUID,
    "address" TEXT,
    "secret_hash" BYTEA,
    "code_hash" BYTEA,
    "code_expires_at" TIMESTAMPTZ(3),
    "browser_hash" BYTEA,
    "payload" JSONB NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "challenges_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "devices_user_id_token_hash_key" ON "devices"("user_id", "token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "challenges_secret_hash_key" ON "challenges"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "challenges_browser_hash_key" ON "challenges"("browser_hash");

-- CreateIndex
CREATE INDEX "challenges_user_id_idx" ON "challenges"("user_id");

-- CreateIndex
CREATE INDEX "challenges_address_idx" ON "challenges"("address");

-- CreateIndex
CREATE INDEX "challenges_expires_at_idx" ON "challenges"("expires_at");

-- CreateIndex
CREATE INDEX "sessions_device_id_idx" ON "sessions"("device_id");

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "devices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema cannot say.
ALTER TABLE "devices" ADD CONSTRAINT "devices_token_hash_is_sha256" CHECK (octet_length(token_hash) = 32);
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_secret_hash_is_sha256" CHECK (octet_length(secret_hash) = 32);
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_code_hash_is_sha256" CHECK (octet_length(code_hash) = 32);
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_browser_hash_is_sha256" CHECK (octet_length(browser_hash) = 32);

-- A session is announced with whose it is, so that this person's other devices can be told: 'session <id> <user id>'.
CREATE FUNCTION "announce_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('latchkey', 'session ' || OLD.id || ' ' || OLD.user_id);
    RETURN NULL;
END;
$$;

DROP TRIGGER "sessions_announce_update" ON "sessions";
CREATE TRIGGER "sessions_announce_update" AFTER UPDATE ON "sessions" FOR EACH ROW
    WHEN ((to_jsonb(OLD) - 'last_seen_at') IS DISTINCT FROM (to_jsonb(NEW) - 'last_seen_at'))
    EXECUTE FUNCTION "announce_session"();
ALTER TABLE "sessions" ENABLE ALWAYS TRIGGER "sessions_announce_update";

DROP TRIGGER "sessions_announce_delete" ON "sessions";
CREATE TRIGGER "sessions_announce_delete" AFTER DELETE ON "sessions" FOR EACH ROW
    WHEN (OLD.revoked_at IS NULL AND OLD.expires_at > clock_timestamp())
    EXECUTE FUNCTION "announce_session"();
ALTER TABLE "sessions" ENABLE ALWAYS TRIGGER "sessions_announce_delete";
