/** Few enough that a batch is done in a moment and holds its locks no longer. */
export const batchSize = 500
