import type { times as en } from '../en/times.ts'

export const times: typeof en = {
  now: 'gerade eben',
  at: (day, time) => `${day} um ${time} Uhr`,
}
