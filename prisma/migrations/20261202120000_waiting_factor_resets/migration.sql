-- A job looks every few minutes for requests that are due. There are few of them among very many challenges.
CREATE INDEX "challenges_waiting_factor_resets_idx" ON "challenges"("expires_at") WHERE "purpose" = 'factor_reset' AND "used_at" IS NULL;
