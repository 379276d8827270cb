-- A provider's sign-out may name its own session only. Prisma's schema cannot say this.
CREATE INDEX "sessions_provider_session_idx" ON "sessions"("provider_session") WHERE "provider_session" IS NOT NULL;
