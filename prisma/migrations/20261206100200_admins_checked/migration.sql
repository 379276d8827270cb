-- Reads every row, and lets them be read and changed meanwhile.
ALTER TABLE "users" VALIDATE CONSTRAINT "users_role_is_known";
