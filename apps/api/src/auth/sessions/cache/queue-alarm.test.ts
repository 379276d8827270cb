import { expect, it } from 'vitest'
import { createLog } from '../../../platform/http/log.ts'
import { queueAlarm } from './queue-alarm.ts'

it('logs an alarm when the queue fills, again every minute, and once that it is empty', () => {
  const events: string[] = []
  const log = createLog('trace', { write: line => void events.push(JSON.parse(line).event) })
  let now = 0
  const watch = queueAlarm(log, () => now)
  for (const [seconds, usage] of [
    ...[
      [0, 0],
      [1, 0.09],
      [2, 0.1],
      [3, 0.6],
      [61, 1],
      [62, 1],
      [63, 0],
      [64, 0],
      [65, 0.2],
    ],
  ] as [number, number][]) {
    now = seconds * 1000
    watch(usage)
  }
  const fills = 'notify_queue_fills'
  expect(events).toEqual([fills, fills, 'notify_queue_emptied', fills])
})
