import { readPrivate } from '@latchkey/contracts/product/example'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'

export const privateQuery = queryOptions({
  queryKey: ['private'],
  queryFn: async () => (await call(readPrivate, {})).data,
})
