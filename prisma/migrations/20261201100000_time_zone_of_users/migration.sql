-- Null until a browser of the person has named one.
ALTER TABLE "users" ADD COLUMN     "time_zone" TEXT;
