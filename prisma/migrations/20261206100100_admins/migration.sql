-- Servers of the version before neither read nor write these: they add people as "person", and events without an actor. The table is
-- locked for a moment only: nothing is rewritten, and the next migration looks at the rows.
ALTER TABLE "users" ADD COLUMN "role" TEXT NOT NULL DEFAULT 'person';
ALTER TABLE "users" ADD CONSTRAINT "users_role_is_known" CHECK (role IN ('person', 'admin')) NOT VALID;

ALTER TABLE "audit_events" ADD COLUMN "actor_id" UUID;
