-- AlterTable
ALTER TABLE "passwords" ADD COLUMN     "strangers_refused_at" TIMESTAMPTZ(3);
