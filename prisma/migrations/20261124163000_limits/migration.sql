-- CreateTable
CREATE TABLE "limits" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "open_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "limits_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "limits_expires_at_idx" ON "limits"("expires_at");
