import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const hourMs = 3_600_000

function check(ages: readonly number[], settings: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-backups-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  ages.forEach((hours, index) => {
    const file = path.join(folder, `backup-${index}.dump`)
    writeFileSync(file, '')
    utimesSync(file, new Date(), new Date(Date.now() - hours * hourMs))
  })
  return spawnSync('sh', [path.join(import.meta.dirname, 'backup.sh'), 'check'], {
    env: { PATH: process.env.PATH, BACKUP_FOLDER: folder, ...settings },
    encoding: 'utf8',
  })
}

describe.runIf(process.platform === 'linux')('the health of the backup', () => {
  it.each([
    { ages: [0], status: 0 },
    { ages: [60, 47], status: 0 },
    { ages: [49], status: 1 },
    { ages: [], status: 1 },
    { ages: [-1], status: 1 },
    { ages: [-1, 1], status: 0 },
  ])('with backups $ages hours old it ends with $status', ({ ages, status }) => {
    expect(check(ages)).toMatchObject({ status, stderr: '' })
  })

  it('counts from BACKUP_HOURS', () => {
    expect([check([3], { BACKUP_HOURS: '1' }).status, check([1.5], { BACKUP_HOURS: '1' }).status]).toEqual([1, 0])
  })

  it.each(['0', '-1', '1h', '01'])('%s is no number of hours or backups', value => {
    for (const setting of ['BACKUP_HOURS', 'BACKUP_KEEP'])
      expect(check([0], { [setting]: value })).toMatchObject({
        status: 1,
        stderr: `${setting} must be a whole number from 1, without a unit.\n`,
      })
  })
})
