import { readPrivate } from '@latchkey/contracts/product/example'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { patiently } from '../../platform/outage.ts'

export const privateQuery = queryOptions({
  queryKey: ['private'],
  queryFn: async () => (await patiently(() => call(readPrivate, {}))).data,
})
