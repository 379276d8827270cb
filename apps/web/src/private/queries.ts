import { readPrivate } from '@latchkey/contracts/private'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../api-client.ts'
import { patiently } from '../outage.ts'

export const privateQuery = queryOptions({
  queryKey: ['private'],
  queryFn: async () => (await patiently(() => call(readPrivate, {}))).data,
})
