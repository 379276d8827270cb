import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

// Made by libxcrypt, and the example of github.com/firebase/scrypt.
const bcrypt = '$2b$10$abcdefghijklmnopqrstuuCj7fyLDJytXL.TfOiOeiv0fQvSOK1/2'
const firebase = {
  salt: '42xEC+ixf3L2lw==',
  passwordHash: 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
}
export const firebaseSignerKey =
  'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='

interface Kind {
  readonly begin: string
  readonly between: string
  readonly end: string
  person(at: number): string
}

/** Each way in which a file can be written: lines, one list in an object, and CSV. */
export const kinds = {
  ndjson: {
    ...{ begin: '', between: '\n', end: '\n' },
    person: at =>
      JSON.stringify({
        email: `ndjson${at}@example.com`,
        emailVerified: true,
        name: `Person ${at}`,
        passwordHash: bcrypt,
      }),
  },
  firebase: {
    ...{ begin: '{"users": [', between: ',\n', end: ']}' },
    person: at =>
      JSON.stringify(
        { email: `firebase${at}@example.com`, emailVerified: true, createdAt: '1486324027000', ...firebase },
        null,
        2,
      ),
  },
  csv: {
    ...{ begin: 'email,emailVerified,name,passwordHash\r\n', between: '\r\n', end: '\r\n' },
    person: at => `csv${at}@example.com,true,"Person, the ${at}th",${bcrypt}`,
  },
} satisfies Record<string, Kind>

/** Writes a file of so many people. */
export async function writePeople(path: string, { begin, between, end, person }: Kind, count: number): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 })
  file.write(begin)
  for (let at = 0; at < count; at++)
    if (!file.write(`${at === 0 ? '' : between}${person(at)}`)) await once(file, 'drain')
  file.end(end)
  await once(file, 'close')
}
