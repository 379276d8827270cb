-- Reads every row, and lets them be read and changed meanwhile.
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_identity_id_fkey";

-- Deleting an identity, and its provider's sign-out, look for its sessions. Most sessions have none. Prisma's schema cannot say this.
CREATE INDEX "sessions_identity_id_idx" ON "sessions"("identity_id") WHERE "identity_id" IS NOT NULL;
