import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { KeptMail } from '@latchkey/contracts/platform/mailbox'
import type { Clock } from '../clock.ts'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'
import type { Mailer } from './mailer.ts'

const mailsKept = 100

type MailboxSettings = Pick<Settings, 'dataDir'>

const directoryOf = ({ dataDir }: MailboxSettings) => path.join(dataDir, 'mailbox')

/** Stores the newest 100 mails as files in `DATA_DIR`, where every process of this machine can find them. */
export function openMailbox(settings: MailboxSettings & Pick<Settings, 'appUrl'>, clock: Clock, log: Log): Mailer {
  const directory = directoryOf(settings)
  return {
    async verify() {
      // A server that people use was started without NODE_ENV=production, which would have asked for the setting.
      if (settings.appUrl.protocol === 'https:')
        log.warn(
          { event: 'smtp_failed', setting: 'SMTP_URL' },
          'SMTP_URL: it is not set, so mails reach no one (they are kept in DATA_DIR). Write NODE_ENV=production and your mail server.',
        )
    },
    async send({ to, subject, text, html }) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const id = crypto.randomUUID()
      const kept: KeptMail = { id, sentAt: clock.now().toISOString(), to, subject, text, html }
      // The name sorts by time. The rename makes sure that no reader sees half a file.
      const file = path.join(directory, `${kept.sentAt.replaceAll(':', '')}-${id}`)
      await writeFile(`${file}.draft`, JSON.stringify(kept), { mode: 0o600 })
      await rename(`${file}.draft`, `${file}.json`)
      for (const old of (await namesOf(directory)).slice(mailsKept))
        await rm(path.join(directory, old), { force: true })
    },
    close() {},
  }
}

/**
 * The stored mails, newest first: those that came after the mail `after`, or all of them if it is not there. Skips files that are not our
 * mails, or that were deleted meanwhile.
 */
export async function listKeptMails(
  settings: MailboxSettings,
  after?: string,
): Promise<{ isWhole: boolean; mails: KeptMail[] }> {
  const names = await namesOf(directoryOf(settings))
  const known = after === undefined ? -1 : names.findIndex(name => name.endsWith(`-${after}.json`))
  const mails = await Promise.all(names.slice(0, known < 0 ? undefined : known).map(name => readKept(settings, name)))
  return { isWhole: known < 0, mails: mails.filter(mail => mail !== undefined) }
}

/** One stored mail; undefined if it is not there. */
export async function findKeptMail(settings: MailboxSettings, id: string): Promise<KeptMail | undefined> {
  const name = (await namesOf(directoryOf(settings))).find(name => name.endsWith(`-${id}.json`))
  return name === undefined ? undefined : readKept(settings, name)
}

async function readKept(settings: MailboxSettings, name: string): Promise<KeptMail | undefined> {
  const kept = await readFile(path.join(directoryOf(settings), name), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
  return KeptMail.safeParse(kept).data
}

async function namesOf(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter(name => name.endsWith('.json'))
    .sort()
    .reverse()
}
