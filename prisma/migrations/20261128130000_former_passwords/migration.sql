-- CreateTable
CREATE TABLE "former_passwords" (
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL,
    "refused_at" TIMESTAMPTZ(3),

    CONSTRAINT "former_passwords_pkey" PRIMARY KEY ("user_id","hash")
);

-- CreateIndex
CREATE INDEX "former_passwords_replaced_at_idx" ON "former_passwords"("replaced_at");

-- AddForeignKey
ALTER TABLE "former_passwords" ADD CONSTRAINT "former_passwords_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
