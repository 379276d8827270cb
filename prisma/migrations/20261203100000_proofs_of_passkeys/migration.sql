-- Of a passkey from before it is not known whether it checks the person. It says so at its next use.
ALTER TABLE "passkeys" ADD COLUMN "user_verified" BOOLEAN NOT NULL DEFAULT false;
-- A session that was confirmed before has to be confirmed again for what needs a passkey.
ALTER TABLE "sessions" ADD COLUMN "confirmed_by" TEXT[] NOT NULL DEFAULT '{}';
