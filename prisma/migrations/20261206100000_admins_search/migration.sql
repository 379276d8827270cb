-- For the search by the beginning of an address, whatever the database's order of letters is. The condition is always true: Prisma's
-- schema cannot say the order, and does not compare an index with a condition. In a file of its own, and first: while it is built, people
-- are read, and wait only to be changed.
CREATE INDEX "users_email_prefix_idx" ON "users" ("email" text_pattern_ops) WHERE "email" IS NOT NULL;
