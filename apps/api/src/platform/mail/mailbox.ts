import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { KeptMail } from '@latchkey/contracts/platform/mailbox'
import type { Clock } from '../clock.ts'
import type { Settings } from '../settings/settings.ts'
import type { Mailer } from './mailer.ts'

const mailsKept = 100

type Place = Pick<Settings, 'dataDir'>

const directoryOf = ({ dataDir }: Place) => path.join(dataDir, 'mailbox')

/** Keeps mails as files of `DATA_DIR`, the newest hundred: every process of this machine can read them. */
export function openMailbox(place: Place, clock: Clock): Mailer {
  const directory = directoryOf(place)
  return {
    async send({ to, subject, text, html }) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const id = crypto.randomUUID()
      const kept: KeptMail = { id, sentAt: clock.now().toISOString(), to, subject, text, html }
      // Its name sorts by time, and it comes into place whole.
      const file = path.join(directory, `${kept.sentAt.replaceAll(':', '')}-${id}`)
      await writeFile(`${file}.draft`, JSON.stringify(kept), { mode: 0o600 })
      await rename(`${file}.draft`, `${file}.json`)
      for (const old of (await namesOf(directory)).slice(mailsKept))
        await rm(path.join(directory, old), { force: true })
    },
    close() {},
  }
}

/** The mails that were kept, newest first; what is no mail of ours, or is cleared away meanwhile, is passed over. */
export async function readKeptMails(place: Place): Promise<KeptMail[]> {
  const directory = directoryOf(place)
  const mails = await Promise.all(
    (await namesOf(directory)).map(async name => {
      const kept = await readFile(path.join(directory, name), 'utf8')
        .then(JSON.parse)
        .catch(() => undefined)
      return KeptMail.safeParse(kept).data
    }),
  )
  return mails.filter(mail => mail !== undefined)
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
