-- Null: as the browser says.
ALTER TABLE "users" ADD COLUMN     "language" TEXT;
