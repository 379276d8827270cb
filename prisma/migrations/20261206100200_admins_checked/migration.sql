-- Servers of the version before neither read nor write these: they add people as "person", and events without an actor.
ALTER TABLE "users" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'person';
ALTER TABLE "users" ADD CONSTRAINT "users_role_is_known" CHECK (role IN ('person', 'admin'));

ALTER TABLE "audit_events" ADD COLUMN "actor_id" UUID;

-- For the search by the beginning of an address, whatever the database's order of letters is. The condition is always true: Prisma's
-- schema cannot say the order, and does not compare an index with a condition.
CREATE INDEX "users_email_prefix_idx" ON "users" ("email" text_pattern_ops) WHERE "email" IS NOT NULL;
