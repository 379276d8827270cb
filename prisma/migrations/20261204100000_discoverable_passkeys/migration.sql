-- Of a passkey from before it is not known whether it is found without an address. It counts as such once it signs in alone.
ALTER TABLE "passkeys" ADD COLUMN "is_discoverable" BOOLEAN NOT NULL DEFAULT false;
