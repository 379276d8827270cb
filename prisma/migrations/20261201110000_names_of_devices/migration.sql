-- Null: the person gave it no name.
ALTER TABLE "devices" ADD COLUMN     "name" TEXT;
